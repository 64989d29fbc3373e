using System.Net;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>More than one virtual IP, IPv6, and more than one instance, as the samples have them.</summary>
public class SeveralAddressesTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task All_virtual_ips_of_an_instance_move_together()
    {
        IPAddress[] all = [LabAddresses.Virtual, LabAddresses.Second, LabAddresses.Third, LabAddresses.Ipv6];
        await using var lab = await StartAsync(Pair.SeveralVirtualIps, all);

        lab.A.KillRouter();
        await OnAsync(lab, lab.B, all);

        await lab.A.StartRouterAsync();
        await OnAsync(lab, lab.A, all);
    }

    [Fact, Requires<Namespaces>]
    public async Task An_ipv6_address_moves_between_hosts_without_ipv4()
    {
        IPAddress[] all = [LabAddresses.LinkLocal, LabAddresses.Ipv6];
        await using var lab = await StartAsync(
            Pair.Ipv6, all, host => host.Machine.RunAsync("ip", "-4", "address", "flush", "dev", "eth0"));

        lab.A.KillRouter();
        await OnAsync(lab, lab.B, all);

        await lab.A.StartRouterAsync();
        await OnAsync(lab, lab.A, all);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_sync_group_moves_as_one_and_maintenance_moves_it_too()
    {
        IPAddress[] all = [LabAddresses.Virtual, LabAddresses.LinkLocal, LabAddresses.Ipv6];
        await using var lab = await StartAsync(Pair.SyncGroup, all);

        lab.A.KillRouter();
        await OnAsync(lab, lab.B, all);
        var change = await lab.A.ReportedAsync("FAULT");
        Assert.Equal("unreachable", change.Found);
        Assert.Equal(["ziti4", "ziti6"], lab.A.Transitions.Select(transition => transition.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        await lab.A.StartRouterAsync();
        await OnAsync(lab, lab.A, all);

        await lab.A.SetMaintenanceAsync(true);
        await OnAsync(lab, lab.B, all);
        await lab.A.SetMaintenanceAsync(false);
        await OnAsync(lab, lab.A, all);
    }

    [Fact, Requires<Namespaces>]
    public async Task Of_two_pairs_each_host_holds_one_and_a_host_that_fails_leaves_both_to_the_other()
    {
        await using var lab = await StartAsync(Pair.TwoPairs, [LabAddresses.Virtual]);
        await OnAsync(lab, lab.A, LabAddresses.Virtual);
        await OnAsync(lab, lab.B, LabAddresses.Other);

        lab.B.KillRouter();
        await OnAsync(lab, lab.A, LabAddresses.Virtual, LabAddresses.Other);
        await lab.B.StartRouterAsync();
        await OnAsync(lab, lab.B, LabAddresses.Other);

        await lab.B.SetMaintenanceAsync(true);
        await OnAsync(lab, lab.A, LabAddresses.Virtual, LabAddresses.Other);
        await lab.B.SetMaintenanceAsync(false);
        await OnAsync(lab, lab.B, LabAddresses.Other);
        await OnAsync(lab, lab.A, LabAddresses.Virtual);
    }

    // As Lab.StartAsync does it for the samples with one address.
    private async Task<Lab> StartAsync(Pair pair, IPAddress[] addresses, Func<LabHost, Task>? prepare = null)
    {
        var lab = await Lab.InstallAsync(new Setup { Pair = pair }, output);
        try
        {
            foreach (var host in new[] { lab.A, lab.B })
            {
                await (prepare?.Invoke(host) ?? Task.CompletedTask);
            }

            lab.A.StartKeepalived();
            await OnAsync(lab, lab.A, addresses);
            await lab.A.ReportedAsync("MASTER");
            lab.B.StartKeepalived();
            await Until.TrueAsync(() => lab.B.Transitions.Any(change => change.State == "BACKUP"), "router-b has reported BACKUP");
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    private static Task<TimeSpan> OnAsync(Lab lab, LabHost host, params IPAddress[] addresses)
    {
        var other = host == lab.A ? lab.B : lab.A;
        return Until.TrueAsync(
            () => addresses.All(address => host.Holds(address) && !other.Holds(address)), $"{host.Name} alone holds {string.Join(", ", (object[])addresses)}");
    }
}
