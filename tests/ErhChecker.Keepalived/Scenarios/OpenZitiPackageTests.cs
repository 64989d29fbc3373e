using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Hosts with OpenZiti's packages: config and agent are the router's own user's, and there is no sudo rule.</summary>
public class OpenZitiPackageTests(ITestOutputHelper output)
{
    private static readonly Setup Setup = new() { Pair = Pair.OpenZitiPackage };

    [Fact, Requires<Namespaces>]
    public async Task As_the_routers_user_the_check_counts_circuits_without_sudo()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        Assert.False(File.Exists(lab.A.Machine.Outside("/etc/sudoers.d/erhchecker")));

        lab.A.SetCircuits(3);
        lab.A.SetAnswer(Answers.ControllerLost(0));
        await Until.TrueAsync(() => lab.A.CheckerLog.Contains("; 3 circuits;", StringComparison.Ordinal), "the check has counted 3 circuits");
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.OpenZitiPackage.Fall + 2);

        lab.A.SetCircuits(2); // the management plane's own
        await lab.VirtualIpOnAsync(lab.B);
        Assert.Contains("; 2 circuits;", lab.A.CheckerLog, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task Notify_records_the_verdict_behind_a_transition()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        lab.A.SetAnswer(Answers.NoLinks);

        await lab.VirtualIpOnAsync(lab.B);
        Assert.Equal("noLinks", (await lab.A.ReportedAsync("FAULT")).Found);
    }

    /// <summary>The config is as the packages leave it: nobody but the router's user may search its folder.</summary>
    [Fact, Requires<Namespaces>]
    public async Task As_another_user_the_check_reports_the_permission_and_the_remedy_and_guards_nothing()
    {
        await using var lab = await Lab.InstallAsync(Setup, output);
        await lab.A.Machine.RunAsync("useradd", "ziggy");
        await lab.A.Machine.RunAsync("chown", "ziggy", LabHost.Logs);
        lab.A.Machine.Write(
            LabHost.ConfigurationPath, Pair.OpenZitiPackage.Configuration("master").Replace("script_user ziti-router", "script_user ziggy", StringComparison.Ordinal));
        lab.A.SetAnswer(Answers.NoLinks);

        lab.A.StartKeepalived();

        await lab.VirtualIpOnAsync(lab.A);
        await Until.TrueAsync(() => lab.A.CheckerLog.Contains("unknown", StringComparison.Ordinal), "the check has reported");
        var line = lab.A.CheckerLog.Split('\n')[0];
        Assert.Matches(
            "ERROR - unknown: .*/var/lib/ziti-router/config.yml cannot be read: permission denied: the check runs as user 'ziggy' .*" +
            "is owned by 'ziti-router' .* with mode 0700; run the check as that user \\('script_user' in keepalived.conf\\)",
            line);
    }
}
