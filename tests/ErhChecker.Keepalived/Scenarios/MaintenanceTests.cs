using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Planned maintenance as docs/maintenance.md tells.</summary>
public class MaintenanceTests(ITestOutputHelper output)
{
    private static readonly Setup Setup = new() { Pair = Pair.Patient };

    private static readonly int EnoughToMove = Pair.Patient.Fall + 2;

    [Fact, Requires<Namespaces>]
    public async Task The_virtual_ip_stays_where_it_is_when_the_other_host_fails()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        lab.B.SetAnswer(Answers.NoLinks);
        await lab.B.ReportedAsync("FAULT");

        await lab.A.SetMaintenanceAsync(true);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);
    }

    [Fact, Requires<Namespaces>]
    public async Task The_virtual_ip_comes_back_when_the_other_host_fails_meanwhile()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);

        lab.B.KillRouter();

        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
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
}
