using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class DrainScenarioTests(ITestOutputHelper output)
{
    private const int SwitchTimeout = 60;

    private static readonly Setup Setup = new()
    {
        Pair = Pair.Patient,
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["SWITCH_TIMEOUT"] = $"{SwitchTimeout}" },
    };

    private static readonly int EnoughToMove = Pair.Patient.Fall + 2;

    [Fact, Requires<Namespaces>]
    public async Task With_sessions_the_virtual_ip_stays_for_the_drain_and_then_moves()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        lab.A.SetCircuits(3);
        lab.A.SetAnswer(Answers.ControllerLost(10));
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);
        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout));
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);

        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout + 1));
        await lab.VirtualIpOnAsync(lab.B);
        Assert.Contains("draining", lab.A.CheckerLog, StringComparison.Ordinal);
        Assert.Contains("drained", lab.A.CheckerLog, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task An_idle_host_gives_the_virtual_ip_up_at_once()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        lab.A.SetCircuits(2); // the management plane's own
        lab.A.SetAnswer(Answers.ControllerLost(0));

        await lab.VirtualIpOnAsync(lab.B);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_controller_that_is_back_before_the_drain_ends_leaves_the_virtual_ip_where_it_is()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout - 1));
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);
        lab.A.SetAnswer(Answers.Healthy);
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);

        Assert.DoesNotContain("drained", lab.A.CheckerLog, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task Without_the_sudo_rule_the_drain_lasts_though_the_host_is_idle()
    {
        await using var lab = await Lab.StartAsync(Setup with { MayCountCircuits = false }, output);

        lab.A.SetCircuits(2);
        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout));
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);

        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout + 1));
        await lab.VirtualIpOnAsync(lab.B);
    }
}
