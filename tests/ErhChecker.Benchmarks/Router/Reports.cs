using System.Globalization;
using System.Text.Json;

namespace ErhChecker.Benchmarks.Router;

/// <summary>Health reports in the router's own form.</summary>
internal static class Reports
{
    /// <summary>A report with this many links, each of two connections to a router and address of its own.</summary>
    public static string Of(int links, bool controllerUp = true)
    {
        var now = DateTimeOffset.UtcNow;
        object controller = controllerUp
            ? new { healthy = true, id = "controllerPing", lastCheckDuration = "4.344µs", lastCheckTime = Time(now) }
            : new
            {
                err = new { message = "control channels are slow" },
                failingSince = Time(now - TimeSpan.FromSeconds(40)),
                healthy = false,
                id = "controllerPing",
                lastCheckDuration = "4.344µs",
                lastCheckTime = Time(now),
            };
        var linkCheck = new
        {
            details = Enumerable.Range(1, links).Select(Link).ToArray(),
            healthy = true,
            id = "link.health",
            lastCheckDuration = "9.017µs",
            lastCheckTime = Time(now),
        };
        return JsonSerializer.Serialize(new { data = new { checks = new[] { controller, linkCheck }, healthy = controllerUp }, meta = new { } });
    }

    private static object Link(int number)
    {
        var address = new { localAddr = "tcp:192.0.2.11:10080", remoteAddr = string.Create(CultureInfo.InvariantCulture, $"tcp:10.1.{number / 250}.{number % 250}:443") };
        return new
        {
            addresses = new Dictionary<string, object>(StringComparer.Ordinal) { ["link.ack"] = address, ["link.default"] = address },
            destRouterId = string.Create(CultureInfo.InvariantCulture, $"vjwQa4rL.{number}"),
            latency = 3271785.96875,
            linkId = string.Create(CultureInfo.InvariantCulture, $"4Iem1MNYIUsA7zV2{number}"),
        };
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
