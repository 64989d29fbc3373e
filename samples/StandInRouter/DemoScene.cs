namespace StandInRouter;

/// <summary>What a router's host is like in a scene.</summary>
internal enum DemoFault
{
    /// <summary>The router responds with its recorded report.</summary>
    None,

    /// <summary>The router does not run.</summary>
    RouterDown,

    /// <summary>The router's config does not exist.</summary>
    NoConfig,

    /// <summary>The router's config has no health-check listener.</summary>
    NoListener,
}

/// <summary>A moment in the life of a real router, and the expected verdict.</summary>
/// <param name="Version">The router's version; its reports are in <c>recorded/v…</c>.</param>
/// <param name="Story">What had happened when the report was recorded.</param>
/// <param name="Answer">The recorded health report.</param>
/// <param name="State">The state's name in the checker's JSON output.</param>
/// <param name="ExitCode">0 where the host keeps the virtual IP, 1 where it releases it.</param>
internal sealed record DemoScene(string Version, string Story, string Answer, string State, int ExitCode)
{
    /// <summary>What the ziti agent printed at that moment; null where no count of circuits is needed.</summary>
    public string? Circuits { get; init; }

    /// <summary>What is wrong with the router's host.</summary>
    public DemoFault Fault { get; init; }

    /// <summary>
    /// The switch timeout in seconds. 'drained' is shown by time alone: only root can count the circuits, and the demo gives the
    /// same result to every user.
    /// </summary>
    public int SwitchTimeout { get; init; } = 600;

    /// <summary>Every scene, the routers in the order of their releases.</summary>
    public static IReadOnlyList<DemoScene> All { get; } =
    [
        new("0.28.1", "healthy", "healthy.json", "healthy", 0),
        new("0.28.1", "controller lost 10 s, timeout 9 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-0.txt", SwitchTimeout = 9 },
        new("0.28.1", "controller and last link lost", "isolated.json", "isolated", 1),
        new("1.1.15", "healthy", "healthy.json", "healthy", 0),
        new("1.1.15", "starting, no check has run yet", "starting.json", "isolated", 1),
        new("1.1.15", "controller lost 40 s, 7 circuits", "controller-lost.json", "draining", 0)
            { Circuits = "dump-routes-7.txt" },
        new("1.1.15", "controller lost 40 s, timeout 30 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-7.txt", SwitchTimeout = 30 },
        new("1.6.13", "healthy, multi-underlay links", "healthy.json", "healthy", 0),
        new("1.6.13", "healthy, with a peer of 1.1", "with-older-peer.json", "healthy", 0),
        new("1.6.13", "last link lost", "no-links.json", "noLinks", 1),
        new("1.6.13", "controller lost 30 s, 5 circuits", "controller-lost.json", "draining", 0)
            { Circuits = "dump-routes-5.txt" },
        new("1.6.13", "controller lost 30 s, timeout 29 s", "controller-lost.json", "drained", 1)
            { Circuits = "dump-routes-5.txt", SwitchTimeout = 29 },
        new("2.0.3", "healthy, three controllers", "cluster-healthy.json", "healthy", 0),
        new("2.0.3", "all three lost 30 s, 4 circuits", "cluster-lost.json", "draining", 0)
            { Circuits = "dump-routes-4.txt" },
        new("2.0.3", "all three lost 30 s, timeout 29 s", "cluster-lost.json", "drained", 1)
            { Circuits = "dump-routes-4.txt", SwitchTimeout = 29 },
        new("2.0.3", "router is down", "cluster-healthy.json", "unreachable", 1) { Fault = DemoFault.RouterDown },
        new("2.0.3", "config does not exist", "cluster-healthy.json", "unreachable", 1) { Fault = DemoFault.NoConfig },
        new("2.0.3", "config has no health-check listener", "cluster-healthy.json", "unknown", 0) { Fault = DemoFault.NoListener },
    ];
}
