using System.Globalization;
using System.Text.Json;

namespace ErhChecker.Testing.Routers;

/// <summary>Health reports in the router's own form (openziti/ziti <c>common/health/handler.go</c>).</summary>
internal static class Reports
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The controller answers, and there are two links.</summary>
    public static string Healthy { get; } = Of(controllerUp: true, links: 2);

    /// <summary>The controller answers, and there is no link.</summary>
    public static string NoLinks { get; } = Of(controllerUp: true, links: 0);

    /// <summary>The controller has been gone for 40 s, and there are two links.</summary>
    public static string Draining { get; } = Of(controllerUp: false, links: 2);

    /// <summary>The report that gives this state: <c>healthy</c>, <c>noLinks</c> or <c>draining</c>.</summary>
    public static string For(string state) => state switch
    {
        "healthy" => Healthy,
        "noLinks" => NoLinks,
        _ => Draining,
    };

    /// <summary>A report with this many links, each to a router <c>router-N</c> at an address of its own.</summary>
    public static string Of(bool controllerUp, int links) => JsonSerializer.Serialize(new
    {
        data = new { checks = new[] { Controller(controllerUp), Links(links) }, healthy = controllerUp && links > 0 },
        meta = new { },
    });

    private static Dictionary<string, object?> Controller(bool up)
    {
        var check = Check("controllerPing", up, details: null);
        if (!up)
        {
            check["failingSince"] = Rfc3339(Now - TimeSpan.FromSeconds(40));
            check["err"] = new { message = "control channels are slow" };
        }

        return check;
    }

    private static Dictionary<string, object?> Links(int count) =>
        Check("link.health", count > 0, count == 0 ? null : Enumerable.Range(1, count).Select(Link).ToArray());

    private static object Link(int number)
    {
        var address = new { localAddr = "tcp:192.0.2.11:10080", remoteAddr = $"tcp:10.1.{number / 250}.{number % 250}:443" };
        return new
        {
            linkId = $"link-{number}",
            destRouterId = $"router-{number}",
            latency = 3271785.96875,
            addresses = new Dictionary<string, object>(StringComparer.Ordinal) { ["link.default"] = address, ["link.ack"] = address },
        };
    }

    private static Dictionary<string, object?> Check(string id, bool healthy, object? details) => new(StringComparer.Ordinal)
    {
        ["details"] = details,
        ["healthy"] = healthy,
        ["id"] = id,
        ["lastCheckDuration"] = "4.344µs",
        ["lastCheckTime"] = Rfc3339(Now),
    };

    private static string Rfc3339(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
