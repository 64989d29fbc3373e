using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class RestartTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task A_router_that_comes_back_gets_the_virtual_ip_after_rise_good_checks()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);
        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);

        lab.A.SetAnswer(Answers.Starting);
        await lab.A.StartRouterAsync();
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), Pair.Patient.Rise + 1);

        lab.A.SetAnswer(Answers.Healthy);
        var good = lab.A.CountChecks();
        await lab.StaysOnAsync(lab.B, good, Pair.Patient.Rise - 1);
        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_router_that_fails_less_than_fall_times_keeps_the_virtual_ip()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);

        lab.A.SetAnswer(Answers.NoLinks);
        await Until.TrueAsync(() => lab.A.CheckerLog.Contains("noLinks", StringComparison.Ordinal), "a check of router-a fails");
        lab.A.SetAnswer(Answers.Healthy);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.Patient.Fall + 2);
        Assert.Equal("MASTER", lab.A.Transitions[^1].State);
    }
}
