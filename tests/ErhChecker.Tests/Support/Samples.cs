using System.Net;
using ErhChecker.Decision;
using ErhChecker.Settings;

namespace ErhChecker.Tests.Support;

/// <summary>Settings and results as real ones are, with fixed times.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 12, 0, 0, 999, TimeSpan.FromHours(2));
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(17.25);

    /// <summary>What nobody has changed.</summary>
    public static readonly CheckSettings Settings = SettingsOf();

    /// <summary>The settings of a check with these options.</summary>
    public static CheckSettings SettingsOf(params string[] options) =>
        ((Request.Run)CommandLine.Read(options, new Dictionary<string, string>(StringComparer.Ordinal))).Settings;

    /// <summary>A result for every row of the decision table, and one for every fault that ends a check.</summary>
    public static readonly IReadOnlyDictionary<string, CheckResult> Results = new Dictionary<string, CheckResult>(StringComparer.Ordinal)
    {
        ["healthy"] = Judged(Up, Links()),
        ["healthy-ipv6"] = Judged(Up, [.. Links(), new(new("5ZmGIRhbGFr9aXLDLxQBxK", "bbkilRasYv", Facts.Addresses("tcp:[2001:db8:1234:5678:9abc:def0:1234:5678]:443", "tcp:198.51.100.9:443")), Exclusion.None)]),
        ["healthy-before-0.28"] = Judged(Up, null),
        ["no-links"] = Judged(Up, []),
        ["no-links-all-left-out"] = Judged(Up, [.. Links().Where(link => !link.Usable)]),
        ["isolated"] = Judged(Lost(40), []),
        ["isolated-before-0.28"] = Judged(Lost(40), null),
        ["draining"] = Judged(Lost(60), Links(), CircuitCount.Known(7)),
        ["draining-circuits-unknown"] = Judged(Lost(60), Links(), CircuitCount.Unknown("/opt/netfoundry/ziti/ziti cannot be run: No such file or directory")),
        ["draining-fraction"] = Judged(Lost(60.125m), Links(), CircuitCount.Known(3)),
        ["drained-time-over"] = Judged(Lost(601), Links(), CircuitCount.NotQueried),
        ["drained-no-session"] = Judged(Lost(60), Links(), CircuitCount.Known(1)),
        ["drained-no-time"] = Judged(Lost(0) with { FailingSince = null }, Links(), CircuitCount.NotQueried),
        ["unreachable-refused"] = Unreachable("the router's health endpoint cannot be reached: connection refused; nothing is listening there"),
        ["unreachable-no-report"] = Unreachable("the router's health endpoint returned a response that is not a health report: it has no check 'controllerPing'"),
        ["unreachable-no-config"] = Failed(NoReport.ConfigMissing, "the router's config /opt/netfoundry/ziti/ziti-router/config.yml does not exist; set its path with -c or ROUTER_CONFIG_FILE_PATH"),
        ["unreachable-never-asked"] = Failed(NoReport.EndedBeforeQuery, "the check was ended by SIGTERM before it came to a decision; keepalived sends SIGTERM when its own 'timeout' is over"),
        ["unknown"] = Failed(NoReport.ConfigUnusable, "the router's config /opt/netfoundry/ziti/ziti-router/config.yml is empty: expected sections such as 'ctrl:' and 'web:'"),
    };

    private static ControllerCheck Up => Facts.Controller(true, null, "2026-11-22T10:00:00Z");

    /// <summary>The verdict of the decision table on these facts.</summary>
    public static CheckResult Judged(ControllerCheck controller, IReadOnlyList<ClassifiedLink>? links, CircuitCount? circuits = null) => new()
    {
        Verdict = Decider.Decide(controller, links?.Count(link => link.Usable), 600, circuits ?? CircuitCount.NotQueried),
        Endpoint = "https://127.0.0.1:8081/health-checks",
        Controller = controller,
        ControllerAddresses = new HashSet<IPAddress> { IPAddress.Parse("203.0.113.10"), IPAddress.Parse("2001:db8::10") },
        Links = links,
        Time = Time,
        Duration = Duration,
    };

    /// <summary>Three links: one that counts, one of each kind that does not.</summary>
    public static IReadOnlyList<ClassifiedLink> Links() =>
    [
        new(new("lndLOpwd7yOcSXtCcPwWf", "j.LOxzd9A", Facts.Addresses("tcp:198.51.100.7:61031", "tcp:198.51.100.7:65235")), Exclusion.None),
        new(new("3W72EY2a0inbyCHIdYk6Gd", "f9fs.nvej", Facts.Addresses("tcp:198.51.100.9:443")), Exclusion.NoTraversal),
        new(new("2rFIBiSe9ElH9ODyPJ4YNG", "4mmk3Xe6eW", Facts.Addresses("tcp:203.0.113.10:10080", "tcp:[2001:db8::10]:10080")), Exclusion.Controller),
    ];

    /// <summary>A controller that has been failing for this long.</summary>
    public static ControllerCheck Lost(decimal seconds)
    {
        var last = new DateTime(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);
        var since = last.AddTicks(-(long)(seconds * TimeSpan.TicksPerSecond));
        return Facts.Controller(false, since.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture), "2026-11-22T10:00:00Z");
    }

    /// <summary>A result without a report.</summary>
    public static CheckResult Unreachable(string reason) => Failed(NoReport.NoResponse, reason) with { Endpoint = "https://127.0.0.1:8081/health-checks" };

    private static CheckResult Failed(NoReport cause, string reason) =>
        new() { Verdict = Decider.WithoutReport(cause, reason), Time = Time, Duration = Duration };
}
