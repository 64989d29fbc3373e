using ErhChecker.Keepalived.Hosts;
using Xunit.Abstractions;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Planned maintenance as docs/maintenance.md tells.</summary>
[Collection(Alone.Name)]
public class MaintenanceTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AdvertInterval = TimeSpan.FromSeconds(1);
    private static readonly Setup Setup = new() { Pair = Pair.Patient };

    private static readonly int EnoughToMove = Pair.Patient.Fall + 2;

    [MachineFact]
    public async Task A_router_is_upgraded_without_a_gap_longer_than_one_advert()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        await lab.A.SetMaintenanceAsync(true);
        var over = await Gap.UntilOnAsync(lab, lab.B, Addresses.Virtual);
        await lab.VirtualIpOnAsync(lab.B);

        lab.A.KillRouter();
        await lab.A.ReportedAsync("FAULT");
        await lab.A.StartRouterAsync();
        await lab.A.ReportedAsync("BACKUP");
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), EnoughToMove);

        await lab.A.SetMaintenanceAsync(false);
        var back = await Gap.UntilOnAsync(lab, lab.A, Addresses.Virtual);
        await lab.VirtualIpOnAsync(lab.A);

        output.WriteLine($"without a holder: {over.TotalMilliseconds:F0} ms on the way over, {back.TotalMilliseconds:F0} ms on the way back");
        Assert.InRange(over, TimeSpan.Zero, AdvertInterval);
        Assert.InRange(back, TimeSpan.Zero, AdvertInterval);
    }

    [MachineFact]
    public async Task The_virtual_ip_stays_where_it_is_when_the_other_host_fails()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        lab.B.SetAnswer(Answers.NoLinks);
        await lab.B.ReportedAsync("FAULT");

        await lab.A.SetMaintenanceAsync(true);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);
    }

    [MachineFact]
    public async Task The_virtual_ip_comes_back_when_the_other_host_fails_meanwhile()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);

        lab.B.KillRouter();

        await lab.VirtualIpOnAsync(lab.A);
    }

    [MachineFact]
    public async Task A_restart_or_reload_of_keepalived_does_not_end_it()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.Machine.RunAsync("sh", "-c", "kill -HUP \"$(cat /run/keepalived.pid)\"");
        await Until.TrueAsync(() => lab.A.Keepalived!.Said.Contains("Reload complete", StringComparison.Ordinal), "keepalived has reloaded");
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), EnoughToMove);

        await lab.A.Machine.RunAsync("sh", "-c", "kill \"$(cat /run/keepalived.pid)\"");
        await lab.A.Keepalived!.EndAsync();
        lab.A.StartKeepalived();
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), EnoughToMove);
    }

    [MachineTheory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("done")]
    public async Task A_file_without_a_number_other_than_0_is_no_maintenance(string text)
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.Machine.RunAsync("sh", "-c", $"echo '{text}' > {RouterHost.MaintenanceFile}");

        await lab.VirtualIpOnAsync(lab.A);
    }
}
