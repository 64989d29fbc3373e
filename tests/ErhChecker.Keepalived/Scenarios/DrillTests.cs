using System.Reflection;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>docs/drill.md: every fault is one that a scenario provokes, with what is seen there. Those that no other test has are here.</summary>
public class DrillTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, (Type Class, string Test)> Scenarios = new(StringComparer.Ordinal)
    {
        ["Fault 1: the router is stopped"] = (typeof(RouterFaultTests), nameof(RouterFaultTests.When_the_router_dies_the_virtual_ip_moves_and_the_transition_tells_why)),
        ["Fault 2: the router hangs"] = (typeof(DrillTests), nameof(A_router_that_is_frozen_loses_the_virtual_ip_until_it_runs_again)),
        ["Fault 3: the controller is lost"] = (typeof(DrainScenarioTests), nameof(DrainScenarioTests.With_sessions_the_virtual_ip_stays_for_the_drain_and_then_moves)),
        ["Fault 4: the check cannot read the router's config"] = (typeof(DrillTests), nameof(A_config_that_the_check_cannot_read_moves_nothing_and_is_logged)),
        ["Fault 5: the host is dead"] = (typeof(HealthyTests), nameof(HealthyTests.A_host_without_power_is_missed_within_a_few_adverts)),
        ["Fault 6: both routers are stopped"] = (typeof(BothDownTests), nameof(BothDownTests.With_weight_0_no_host_has_the_virtual_ip_until_a_router_is_back)),
    };

    private static string Page => Repository.Read("docs", "drill.md");

    [Fact]
    public void Every_fault_of_the_page_is_a_scenario()
    {
        var faults = Page.Split('\n').Where(line => line.StartsWith("## Fault ", StringComparison.Ordinal)).Select(line => line["## ".Length..]);

        Assert.Equal(Scenarios.Keys, faults);
        Assert.All(Scenarios.Values, scenario => Assert.NotNull(scenario.Class.GetMethod(scenario.Test)!.GetCustomAttribute<RequiresAttribute<Namespaces>>()));
    }

    [Fact]
    public void Every_fault_says_how_to_provoke_it_what_to_see_what_to_measure_and_how_to_restore()
    {
        var sections = Page.Split("\n## Fault ").Skip(1);

        Assert.All(sections, section => Assert.All(
            (string[])["provoke", "see", "measure", "restore"], row => Assert.Contains($"\n| {row} | ", section, StringComparison.Ordinal)));
    }

    [Fact, Requires<Namespaces>]
    public async Task A_router_that_is_frozen_loses_the_virtual_ip_until_it_runs_again()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.StopRouter();
        await lab.VirtualIpOnAsync(lab.B);
        Assert.Equal("unreachable", (await lab.A.ReportedAsync("FAULT")).Found);
        Assert.Matches("ERROR - unreachable: .* within 1.5 s", lab.A.CheckerLog);

        lab.A.ContinueRouter();
        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_config_that_the_check_cannot_read_moves_nothing_and_is_logged()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);

        await lab.A.Machine.RunAsync("chmod", "0600", HostKind.Guide.RouterConfig);
        await Until.TrueAsync(() => lab.A.CheckerLog.Contains("ERROR - unknown", StringComparison.Ordinal), "the check has reported it");
        lab.A.SetAnswer(Answers.NoLinks); // nobody sees it
        var logged = Logged();
        await lab.StaysOnAsync(lab.A, () => Logged() - logged, Pair.Patient.Fall + 2);
        Assert.Matches("ERROR - unknown: .*permission denied: the check runs as user 'ziggy'", lab.A.CheckerLog);

        await lab.A.Machine.RunAsync("chmod", "0644", HostKind.Guide.RouterConfig);
        await lab.VirtualIpOnAsync(lab.B);

        int Logged() => lab.A.CheckerLog.Split('\n').Length; // the router is not queried, so its reads count nothing
    }
}
