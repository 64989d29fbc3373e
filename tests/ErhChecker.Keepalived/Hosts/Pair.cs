namespace ErhChecker.Keepalived.Hosts;

/// <summary>One of the sample pairs of keepalived.conf, and the times it works with.</summary>
internal sealed record Pair(string Folder, int Interval, int Fall, int Rise)
{
    private readonly List<(string Old, string New)> _changes = [];

    /// <summary>The guide's values.</summary>
    public static Pair Guide { get; } = new("keepalived", Interval: 12, Fall: 3, Rise: 6);

    /// <summary>Fast failover.</summary>
    public static Pair Fast { get; } = new("keepalived/fast", Interval: 2, Fall: 3, Rise: 3);

    /// <summary>Keeps a virtual IP when both hosts fail; with the fast pair's times, or a scenario would take minutes.</summary>
    public static Pair KeepVirtualIp { get; } = new("keepalived/keep-vip", Interval: 2, Fall: 3, Rise: 3)
    {
        _changes =
        {
            ("erhchecker.pyz\"", "erhchecker.pyz --timeout 1.5\""),
            ("interval 12", "interval 2"),
            ("timeout 11", "timeout 2"),
            ("rise 6", "rise 3"),
        },
    };

    /// <summary>The sample for a role, <c>master</c> or <c>backup</c>. What is changed has to be there, or it proves nothing.</summary>
    public string Configuration(string role)
    {
        var text = Repository.ReadSample($"{Folder}/{role}/keepalived.conf");
        foreach (var (old, replacement) in _changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }
}
