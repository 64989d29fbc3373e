using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;
using Xunit.Abstractions;

namespace ErhChecker.Keepalived.Scenarios;

public class RestartTests(ITestOutputHelper output)
{
    [MachineFact]
    public async Task A_router_that_comes_back_gets_the_virtual_ip_after_rise_good_checks()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);
        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);

        lab.A.SetAnswer(Answers.Starting);
        await lab.A.StartRouterAsync();
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), Pair.Fast.Rise + 1);

        lab.A.SetAnswer(Answers.Healthy);
        var good = lab.A.CountChecks();
        await lab.StaysOnAsync(lab.B, good, Pair.Fast.Rise - 1);
        await lab.VirtualIpOnAsync(lab.A);
    }

    [MachineFact]
    public async Task A_router_that_is_restarted_quickly_keeps_the_virtual_ip()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.KillRouter();
        await lab.A.StartRouterAsync();

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.Fast.Fall + 1);
    }
}
