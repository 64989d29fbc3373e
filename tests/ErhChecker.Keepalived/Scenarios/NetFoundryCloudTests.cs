using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>NetFoundry's cloud images: the check is where zt-erhchecker-update unpacks the newest release of 1.1.0.</summary>
public class NetFoundryCloudTests(ITestOutputHelper output)
{
    private const string CheckPath = "/opt/netfoundry/erhchecker.pyz";
    private const string Notified = "/run/notified";

    private static readonly Setup Setup = new() { Pair = Pair.NetFoundryCloud };

    [Fact, Requires<Namespaces>]
    public async Task The_virtual_ip_moves_both_ways_with_the_images_times()
    {
        await using var lab = await Lab.StartAsync(Setup, output);

        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);
        Assert.Equal("unreachable", (await lab.A.ReportedAsync("FAULT")).Found);

        await lab.A.StartRouterAsync();
        await lab.VirtualIpOnAsync(lab.A);
    }

    /// <summary>docs/hosts-netfoundry-cloud.md: only a check outside /opt/netfoundry stays what it is.</summary>
    [Theory, Requires<Namespaces>]
    [InlineData(CheckPath, false)]
    [InlineData("/usr/bin/erhchecker", true)]
    public async Task An_update_replaces_the_check_in_the_images_folder_and_no_other(string path, bool staysNew)
    {
        await using var lab = await Lab.InstallAsync(Setup, output);
        await lab.A.Machine.RunAsync("cp", CheckPath, "/usr/bin/erhchecker");
        lab.A.Machine.Write(
            LabHost.ConfigurationPath, Pair.NetFoundryCloud.Configuration("master").Replace(CheckPath, path, StringComparison.Ordinal));
        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);

        // As the alias does it: the release's tarball over the folder.
        var old = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "always-healthy.sh"));
        lab.A.Machine.Write("/run/release/erhchecker.pyz", old, "0755");
        await lab.A.Machine.RunAsync("tar", "-czf", "/run/erhchecker.tar.gz", "-C", "/run/release", "erhchecker.pyz");
        await lab.A.Machine.RunAsync("tar", "xzf", "/run/erhchecker.tar.gz", "-C", "/opt/netfoundry");

        Assert.Equal(old, lab.A.Machine.Read(CheckPath));
        Assert.Equal(staysNew, (await lab.A.Machine.TryAsync(path, "--version")).Output.Length > 0);
    }

    /// <summary>Behind a cloud's load balancer there is no virtual IP: NetFoundry's script opens and closes the port that is probed.</summary>
    [Fact, Requires<Namespaces>]
    public async Task Behind_a_load_balancer_the_port_is_closed_when_the_check_fails_and_opened_again()
    {
        await using var lab = await Lab.InstallAsync(Setup, output);
        var host = lab.A;
        host.Machine.Write("/opt/netfoundry/vrrp_notify.sh", $"#!/bin/sh\necho \"$(id -un) $1\" >>{Notified}\n", "0755");
        host.Machine.Write(LabHost.ConfigurationPath, Repository.ReadSample("netfoundry-cloud/load-balancer/keepalived.conf"));

        host.StartKeepalived();
        await Until.TrueAsync(() => host.Machine.Read(Notified) is "root master\n", "the port has been opened");
        host.KillRouter();
        await Until.TrueAsync(() => host.Machine.Read(Notified) is "root master\nroot backup\n", "the port has been closed");
        await host.StartRouterAsync();
        await Until.TrueAsync(() => host.Machine.Read(Notified) is "root master\nroot backup\nroot master\n", "the port has been opened again");

        await host.SetMaintenanceAsync(true);
        await Until.TrueAsync(() => host.Machine.Read(Notified).EndsWith("root backup\n", StringComparison.Ordinal), "maintenance closes the port");
    }
}
