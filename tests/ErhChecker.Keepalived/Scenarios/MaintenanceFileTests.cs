using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>What the file that starts a maintenance must hold.</summary>
public class MaintenanceFileTests(ITestOutputHelper output)
{
    [Theory, Requires<Namespaces>]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("done")]
    public async Task A_file_without_a_number_other_than_0_is_no_maintenance(string text)
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);
        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.Machine.RunAsync("sh", "-c", $"echo '{text}' > {LabHost.MaintenanceFile}");

        await lab.VirtualIpOnAsync(lab.A);
    }
}
