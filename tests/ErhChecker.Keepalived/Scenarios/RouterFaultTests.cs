using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class RouterFaultTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task When_the_router_dies_the_virtual_ip_moves_and_the_transition_tells_why()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.KillRouter();

        await lab.VirtualIpOnAsync(lab.B);
        await MovedBecauseAsync(lab, "unreachable");
    }

    [Fact, Requires<Namespaces>]
    public async Task When_the_last_link_is_gone_the_virtual_ip_moves()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.SetAnswer(Answers.NoLinks);

        await lab.VirtualIpOnAsync(lab.B);
        await MovedBecauseAsync(lab, "noLinks");
    }

    private static async Task MovedBecauseAsync(Lab lab, string found)
    {
        Assert.Equal(("router-a", "ziti", found), Told(await lab.A.ReportedAsync("FAULT")));
        Assert.Equal(("router-b", "ziti", "healthy"), Told(await lab.B.ReportedAsync("MASTER")));
    }

    private static (string Host, string Name, string? Found) Told(Transition change) => (change.Host, change.Name, change.Found);
}
