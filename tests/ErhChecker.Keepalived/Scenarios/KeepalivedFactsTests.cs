using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>What docs/operating.md says about keepalived itself and its manual does not.</summary>
public class KeepalivedFactsTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task One_check_decides_when_keepalived_starts()
    {
        await using var lab = await Lab.InstallAsync(new Setup(), output);
        lab.A.SetAnswer(Answers.NoLinks);
        var checks = lab.A.CountChecks();

        lab.A.StartKeepalived();
        await lab.A.ReportedAsync("FAULT");

        Assert.InRange(checks.Count, 0, Pair.Fast.Fall - 1);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_check_that_keepalived_cannot_find_guards_nothing()
    {
        await using var lab = await Lab.InstallAsync(new Setup(), output);
        await lab.A.Machine.RunAsync("rm", HostKind.Guide.Checker);
        lab.A.SetAnswer(Answers.NoLinks);

        var tested = await lab.A.Machine.TryAsync("keepalived", "-t", "-f", LabHost.ConfigurationPath);
        Assert.NotEqual(0, tested.ExitCode);
        Assert.Contains("Disabling track script erhchecker", tested.Said, StringComparison.Ordinal);

        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_check_that_ziggy_may_not_execute_guards_nothing_and_the_test_of_the_configuration_does_not_tell()
    {
        await using var lab = await Lab.InstallAsync(new Setup(), output);
        await lab.A.Machine.RunAsync("chmod", "0644", HostKind.Guide.Checker);
        lab.A.SetAnswer(Answers.NoLinks);

        await lab.A.Machine.RunAsync("keepalived", "-t", "-f", LabHost.ConfigurationPath);

        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);
        Assert.Contains("is not executable", lab.A.Keepalived!.Said, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task With_script_security_a_check_that_others_can_change_does_not_run_as_root()
    {
        await using var host = await LabHost.StartAloneAsync();

        // As ziggy it may: ziggy could do no more with it than ziggy can anyway.
        await host.Machine.RunAsync("chmod", "0777", HostKind.Guide.Checker);
        await host.Machine.RunAsync("keepalived", "-t", "-f", LabHost.ConfigurationPath);

        var asRoot = host.Machine.Read(LabHost.ConfigurationPath).Replace("script_user ziggy", "script_user root", StringComparison.Ordinal);
        host.Machine.Write(LabHost.ConfigurationPath, asRoot);
        var tested = await host.Machine.TryAsync("keepalived", "-t", "-f", LabHost.ConfigurationPath);
        Assert.NotEqual(0, tested.ExitCode);
        Assert.Contains("Disabling track script erhchecker due to insecure", tested.Said, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_keepalived_that_stops_hands_the_virtual_ip_over_at_once()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        await lab.A.Machine.RunAsync("sh", "-c", "kill \"$(cat /run/keepalived.pid)\"");

        await lab.VirtualIpOnAsync(lab.B);
    }
}
