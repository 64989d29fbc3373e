namespace ErhChecker.Keepalived.Hosts;

/// <summary>One of the sample pairs of keepalived.conf, and the times it works with.</summary>
internal sealed record Pair(string Folder, int Interval, int Fall, int Rise)
{
    private (string Old, string New)[] Changes { get; init; } = [];

    /// <summary>The kind of host that it is for.</summary>
    public HostKind Kind { get; init; } = HostKind.Guide;

    /// <summary>The folders of its two configurations: of the host that is preferred, and of the other.</summary>
    public (string A, string B) Roles { get; init; } = ("master", "backup");

    /// <summary>The guide's values.</summary>
    public static Pair Guide { get; } = new("keepalived", Interval: 12, Fall: 3, Rise: 6);

    /// <summary>Fast failover.</summary>
    public static Pair Fast { get; } = new("keepalived/fast", Interval: 2, Fall: 3, Rise: 3);

    /// <summary>
    /// The fast pair with the guide's deadline, for tests in which nothing may move: a check that took longer than 1.5 seconds because the
    /// machine was busy with something else would prove nothing.
    /// </summary>
    public static Pair Patient { get; } = Fast with
    {
        Changes = [("--timeout 1.5", "--timeout 10"), ("timeout 2", "timeout 11")],
    };

    /// <summary>Keeps a virtual IP when both hosts fail; with the fast pair's times, or a scenario would take minutes.</summary>
    public static Pair KeepVirtualIp { get; } = Quick("keepalived/keep-vip");

    /// <summary>NetFoundry's cloud images.</summary>
    public static Pair NetFoundryCloud { get; } = new("netfoundry-cloud", Interval: 3, Fall: 2, Rise: 2) { Kind = HostKind.NetFoundryCloud };

    /// <summary>OpenZiti's packages, with the fast pair's times.</summary>
    public static Pair OpenZitiPackage { get; } = Quick("openziti-package") with { Kind = HostKind.OpenZitiPackage };

    /// <summary>Several virtual IPs in one instance.</summary>
    public static Pair SeveralVirtualIps { get; } = Quick("keepalived/several-vips");

    /// <summary>VRRP over IPv6.</summary>
    public static Pair Ipv6 { get; } = Quick("keepalived/ipv6");

    /// <summary>Two instances that move together.</summary>
    public static Pair SyncGroup { get; } = Quick("keepalived/sync-group");

    /// <summary>Two instances, of which each host normally holds one.</summary>
    public static Pair TwoPairs { get; } = Quick("keepalived/two-pairs") with { Roles = ("router-a", "router-b") };

    /// <summary>The sample for a role, such as <c>master</c> or <c>backup</c>. What is changed has to be there, or it proves nothing.</summary>
    public string Configuration(string role)
    {
        var text = Repository.ReadSample($"{Folder}/{role}/keepalived.conf");
        foreach (var (old, replacement) in Changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A pair with the guide's times, which are shortened to the fast pair's: a scenario would take minutes.</summary>
    private static Pair Quick(string folder) => new(folder, Interval: 2, Fall: 3, Rise: 3)
    {
        Changes = [("interval 12", "interval 2"), ("rise 6", "rise 3")],
    };
}
