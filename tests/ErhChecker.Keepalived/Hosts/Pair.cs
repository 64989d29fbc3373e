namespace ErhChecker.Keepalived.Hosts;

/// <summary>One of the sample pairs of keepalived.conf, and the times it works with.</summary>
internal sealed record Pair(string Folder, int Interval, int Fall, int Rise)
{
    private (string Old, string New)[] Changes { get; init; } = [];

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
    public static Pair KeepVirtualIp { get; } = new("keepalived/keep-vip", Interval: 2, Fall: 3, Rise: 3)
    {
        Changes = [("interval 12", "interval 2"), ("rise 6", "rise 3")],
    };

    /// <summary>The sample for a role, <c>master</c> or <c>backup</c>. What is changed has to be there, or it proves nothing.</summary>
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
}
