using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>How long no host has the virtual IP while a router is upgraded as docs/maintenance.md tells.</summary>
[Collection(Alone.Name)]
public class MaintenanceGapTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AdvertInterval = TimeSpan.FromSeconds(1);

    [Fact, Requires<Namespaces>]
    public async Task A_router_is_upgraded_without_a_gap_longer_than_one_advert()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);

        await lab.A.SetMaintenanceAsync(true);
        var over = await Gap.UntilOnAsync(lab, lab.B, LabAddresses.Virtual);
        await lab.VirtualIpOnAsync(lab.B);

        lab.A.KillRouter();
        await lab.A.ReportedAsync("FAULT");
        await lab.A.StartRouterAsync();
        await lab.A.ReportedAsync("BACKUP");
        await lab.StaysOnAsync(lab.B, lab.A.CountChecks(), Pair.Patient.Fall + 2);

        await lab.A.SetMaintenanceAsync(false);
        var back = await Gap.UntilOnAsync(lab, lab.A, LabAddresses.Virtual);
        await lab.VirtualIpOnAsync(lab.A);

        output.WriteLine($"without a holder: {over.TotalMilliseconds:F0} ms on the way over, {back.TotalMilliseconds:F0} ms on the way back");
        Assert.InRange(over, TimeSpan.Zero, AdvertInterval);
        Assert.InRange(back, TimeSpan.Zero, AdvertInterval);
    }
}
