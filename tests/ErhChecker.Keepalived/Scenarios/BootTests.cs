using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>A host boots: keepalived starts while the router does not report healthy yet.</summary>
public class BootTests(ITestOutputHelper output)
{
    private const string DropIn = "systemd/keepalived.service.d/erhchecker.conf";

    [Fact, Requires<Namespaces>]
    public async Task Without_the_drop_in_the_host_is_in_FAULT_until_rise_checks_have_succeeded()
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient }, output);
        lab.A.SetAnswer(Answers.Starting);

        lab.A.StartKeepalived();
        await lab.A.ReportedAsync("FAULT");
        lab.A.SetAnswer(Answers.Healthy);
        var good = lab.A.CountChecks();
        await Until.TrueAsync(
            () =>
            {
                Assert.False(lab.A.HoldsVirtualIp, "the virtual IP is there before 'rise' checks have succeeded");
                return good.Count >= Pair.Patient.Rise - 1;
            },
            "all but one of the checks that 'rise' requires");

        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
    public async Task With_the_drop_in_keepalived_waits_for_a_good_check_and_the_host_is_never_in_FAULT()
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient }, output);
        lab.A.SetAnswer(Answers.Starting);
        var checks = lab.A.CountChecks();
        var command = Repository.ReadSample(DropIn).Split('\n').Single(line => line.StartsWith("ExecStartPre=-", StringComparison.Ordinal))["ExecStartPre=-".Length..];

        var waits = lab.A.Machine.TryAsync("/bin/sh", "-c", $"set -a; . /etc/default/keepalived; {command}");
        await Until.TrueAsync(() => checks.Count >= 2, "two checks while the router starts");
        Assert.False(waits.IsCompleted, "it waits");
        lab.A.SetAnswer(Answers.Healthy);
        Assert.Equal((0, ""), ((await waits).ExitCode, (await waits).Said));
        lab.A.StartKeepalived();

        await lab.VirtualIpOnAsync(lab.A);
        await lab.A.ReportedAsync("MASTER");
        Assert.DoesNotContain("FAULT", lab.A.Transitions.Select(transition => transition.State));
        Assert.Equal("", lab.A.CheckerLog);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_startup_delay_of_keepalived_does_not_delay_the_checks()
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient }, output);
        var configuration = Pair.Patient.Configuration("master").Replace("global_defs {", "global_defs {\n    vrrp_startup_delay 30", StringComparison.Ordinal);
        lab.A.Machine.Write(LabHost.ConfigurationPath, configuration);
        lab.A.SetAnswer(Answers.Starting);

        lab.A.StartKeepalived();

        await lab.A.ReportedAsync("FAULT");
        Assert.Contains("Delaying startup for 30 seconds", lab.A.Keepalived!.Said, StringComparison.Ordinal);
    }
}
