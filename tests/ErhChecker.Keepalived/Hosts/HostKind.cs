namespace ErhChecker.Keepalived.Hosts;

/// <summary>Where a kind of host has the check, the router and its files, and as whom keepalived runs its scripts.</summary>
internal sealed record HostKind
{
    /// <summary>NetFoundry's guide.</summary>
    public static HostKind Guide { get; } = new();

    /// <summary>NetFoundry's cloud images: the check is elsewhere.</summary>
    public static HostKind NetFoundryCloud { get; } = new() { Checker = "/opt/netfoundry/erhchecker.pyz", DefaultFile = "netfoundry-cloud/default/keepalived" };

    /// <summary>OpenZiti's own packages: the router runs as a user of its own, and so does the check.</summary>
    public static HostKind OpenZitiPackage { get; } = new()
    {
        Checker = "/usr/bin/erhchecker",
        User = "ziti-router",
        Home = "/var/lib/ziti-router",
        RouterConfig = "/var/lib/ziti-router/config.yml",
        Ziti = "/usr/bin/ziti",
        DefaultFile = "openziti-package/default/keepalived",
        IsRouterUser = true,
    };

    /// <summary>The check.</summary>
    public string Checker { get; init; } = LabHost.CheckerPath;

    /// <summary>keepalived's script user.</summary>
    public string User { get; init; } = "ziggy";

    /// <summary>The script user's home.</summary>
    public string Home { get; init; } = "/home/ziggy";

    /// <summary>The router's config.</summary>
    public string RouterConfig { get; init; } = "/opt/netfoundry/ziti/ziti-router/config.yml";

    /// <summary>The ziti program.</summary>
    public string Ziti { get; init; } = "/opt/netfoundry/ziti/ziti";

    /// <summary>The sample for /etc/default/keepalived.</summary>
    public string DefaultFile { get; init; } = Hosts.DefaultFile.Sample;

    /// <summary>Whether the router runs as the script user: its config and its agent are then that user's, and there is no sudo rule.</summary>
    public bool IsRouterUser { get; init; }
}
