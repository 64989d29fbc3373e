using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;
using Xunit.Abstractions;

namespace ErhChecker.Keepalived.Scenarios;

public class RouterFaultTests(ITestOutputHelper output)
{
    [MachineFact]
    public async Task When_the_router_dies_the_virtual_ip_moves_and_the_transition_tells_why()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.KillRouter();

        await lab.VirtualIpOnAsync(lab.B);
        await MovedBecauseAsync(lab, "unreachable");
    }

    [MachineFact]
    public async Task When_the_router_hangs_the_virtual_ip_moves()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.SetAnswer(Answers.Hanging);

        await lab.VirtualIpOnAsync(lab.B);
        await MovedBecauseAsync(lab, "unreachable");
    }

    [MachineFact]
    public async Task When_the_last_link_is_gone_the_virtual_ip_moves()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.SetAnswer(Answers.NoLinks);

        await lab.VirtualIpOnAsync(lab.B);
        await MovedBecauseAsync(lab, "noLinks");
    }

    // keepalived does not wait for notify scripts: the lines come a moment later than the virtual IP.
    private static async Task MovedBecauseAsync(Lab lab, string found)
    {
        await Until.TrueAsync(() => lab.A.Transitions.Count == 3 && lab.B.Transitions.Count == 2, "both hosts have told of the transition");
        Assert.Equal(("FAULT", "router-a", "ziti", found), Told(lab.A.Transitions[2]));
        Assert.Equal(("MASTER", "router-b", "ziti", "healthy"), Told(lab.B.Transitions[1]));
    }

    private static (string State, string Host, string Name, string? Found) Told(Transition change) =>
        (change.State, change.Host, change.Name, change.Found);
}
