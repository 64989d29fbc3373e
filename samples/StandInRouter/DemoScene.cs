namespace StandInRouter;

/// <summary>One moment in a real router's life, and what a checker must make of it.</summary>
/// <param name="Version">The router's version; its answers lie in <c>recorded/v…</c>.</param>
/// <param name="Story">What had happened when the answer was recorded.</param>
/// <param name="Answer">The recorded health report.</param>
/// <param name="State">The state's name in the checker's JSON output.</param>
/// <param name="ExitCode">0 where the virtual IP stays, 1 where it goes.</param>
internal sealed record DemoScene(string Version, string Story, string Answer, string State, int ExitCode)
{
    /// <summary>What the ziti agent printed at that moment; null where no count of circuits is needed.</summary>
    public string? Circuits { get; init; }

    /// <summary>
    /// The switch timeout in seconds. 'drained' is shown by time alone: the circuits may be counted by root only, and the demo
    /// has to come out the same for everyone.
    /// </summary>
    public int SwitchTimeout { get; init; } = 600;

    /// <summary>Every scene, the routers in the order of their releases.</summary>
    public static IReadOnlyList<DemoScene> All { get; } =
    [
        new("0.28.1", "all well", "healthy.json", "healthy", 0),
        new("0.28.1", "controller gone 10 s, timeout 9 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-0.txt", SwitchTimeout = 9 },
        new("0.28.1", "controller and last link gone", "isolated.json", "isolated", 1),
        new("1.1.15", "all well", "healthy.json", "healthy", 0),
        new("1.1.15", "starting, no check has run yet", "starting.json", "isolated", 1),
        new("1.1.15", "controller gone 40 s, 7 circuits", "controller-lost.json", "draining", 0)
            { Circuits = "dump-routes-7.txt" },
        new("1.1.15", "controller gone 40 s, timeout 30 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-7.txt", SwitchTimeout = 30 },
        new("1.6.13", "all well, multi-underlay links", "healthy.json", "healthy", 0),
        new("1.6.13", "all well, with a peer of 1.1", "with-older-peer.json", "healthy", 0),
        new("1.6.13", "the last link gone", "no-links.json", "noLinks", 1),
        new("1.6.13", "controller gone 30 s, 5 circuits", "controller-lost.json", "draining", 0)
            { Circuits = "dump-routes-5.txt" },
        new("1.6.13", "controller gone 30 s, timeout 29 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-5.txt", SwitchTimeout = 29 },
        new("2.0.3", "all well, three controllers", "cluster-healthy.json", "healthy", 0),
        new("2.0.3", "all three gone 30 s, 4 circuits", "cluster-lost.json", "draining", 0)
            { Circuits = "dump-routes-4.txt" },
        new("2.0.3", "all three gone 30 s, timeout 29 s", "cluster-lost.json", "drained", 1)
            { Circuits = "dump-routes-4.txt", SwitchTimeout = 29 },
    ];
}
