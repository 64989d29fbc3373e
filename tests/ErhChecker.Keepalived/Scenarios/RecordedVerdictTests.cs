using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>What <c>erhchecker notify</c> records is the verdict that moved the virtual IP.</summary>
public class RecordedVerdictTests(ITestOutputHelper output)
{
    /// <summary>A check without the options of the script line would still be draining, exit 0.</summary>
    [Fact, Requires<Namespaces>]
    public async Task Fault_is_recorded_with_its_cause_also_when_the_script_line_has_options()
    {
        await using var lab = await Lab.InstallAsync(new Setup(), output);
        var configuration = Pair.Fast.Configuration("master");
        Assert.Contains("--timeout 1.5", configuration, StringComparison.Ordinal);
        lab.A.Machine.Write(LabHost.ConfigurationPath, configuration.Replace("--timeout 1.5", "--timeout 1.5 --switchTimeout 30", StringComparison.Ordinal));
        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);

        lab.A.SetAnswer(Answers.ControllerLost(40));
        var fault = await lab.A.ReportedAsync("FAULT");

        Assert.Equal(("drained", "the controller has been lost for longer than the switch timeout"), (fault.Found, fault.Reason));
    }

    [Fact, Requires<Namespaces>]
    public async Task A_check_that_keepalived_ends_is_recorded_as_ended()
    {
        await using var lab = await Lab.InstallAsync(new Setup(), output);
        lab.A.Machine.Write(LabHost.ConfigurationPath, Pair.Fast.Configuration("master").Replace("--timeout 1.5", "--timeout 60", StringComparison.Ordinal));
        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);

        lab.A.StopRouter();
        var fault = await lab.A.ReportedAsync("FAULT");

        Assert.Equal("unreachable", fault.Found);
        Assert.StartsWith("ended by SIGTERM after ", fault.Reason, StringComparison.Ordinal);
    }
}
