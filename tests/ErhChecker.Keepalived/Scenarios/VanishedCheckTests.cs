using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>keepalived counts a script that it cannot execute as a success: docs/operating.md warns of it.</summary>
public class VanishedCheckTests(ITestOutputHelper output)
{
    [Theory, Requires<Namespaces>]
    [InlineData("rm", LabHost.CheckerPath)]
    [InlineData("chmod", "0644", LabHost.CheckerPath)]
    public async Task A_host_in_FAULT_whose_check_can_no_longer_be_executed_takes_the_virtual_ip(params string[] command)
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);
        lab.A.SetAnswer(Answers.NoLinks);
        await lab.A.ReportedAsync("FAULT");
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.Machine.RunAsync(command);

        await lab.VirtualIpOnAsync(lab.A);
        Assert.EndsWith("0", lab.A.Keepalived!.Said.Split('\n').Last(line => line.Contains("Script `erhchecker` now returning ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_typo_in_the_script_line_is_exit_status_2()
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient }, output);
        var configuration = Pair.Patient.Configuration("master").Replace("--timeout 10\"", "--timeout 10 --switchTimout 60\"", StringComparison.Ordinal);
        lab.A.Machine.Write(LabHost.ConfigurationPath, configuration);

        lab.A.StartKeepalived();

        await lab.A.ReportedAsync("FAULT");
        Assert.Contains("VRRP_Script(erhchecker) failed (exited with status 2)", lab.A.Keepalived!.Said, StringComparison.Ordinal);
        Assert.Contains(" - ERROR - invalid command line, exit 2: unknown option '--switchTimout'", lab.A.CheckerLog, StringComparison.Ordinal);
    }
}
