using System.Globalization;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>
/// An hour of a pair: router-a loses its controller, drains, is drained, and recovers. The series that Prometheus has then, and what each
/// panel of the dashboard shows of them.
/// </summary>
internal static class DashboardStory
{
    public const int Minutes = 60;

    private const string Pair = "site-1";
    private const int Lost = 15;
    private const int Drained = 25;
    private const int Moved = 26;
    private const int Back = 40;
    private const int MovedBack = 42;

    /// <summary>The states in the order of the dashboard's numbers, which begin with 1.</summary>
    public static readonly string[] States = ["healthy", "draining", "unknown", "noLinks", "isolated", "drained", "unreachable"];

    private static readonly string[] Hosts = ["router-a", "router-b"];
    private static readonly string[] Uses = ["usable", "no_traversal", "controller"];

    /// <summary>What a panel shows: its title, and each series with its labels and its value by minute; null where there is none.</summary>
    public static IReadOnlyDictionary<string, Series[]> Panels { get; } = new Dictionary<string, Series[]>(StringComparer.Ordinal)
    {
        ["State"] = [.. Hosts.Select(host => new Series($"instance=\"{host}\",pair=\"{Pair}\"", minute => Array.IndexOf(States, State(host, minute)) + 1))],
        ["Who holds the VIP"] = [.. Hosts.Select(host => new Series($"instance=\"{host}\",pair=\"{Pair}\",vrrp_instance=\"ziti\"", minute => Holds(host, minute) ? 1 : 0))],
        ["Links by use"] = [.. Hosts.SelectMany(host => Uses.Select(use => new Series($"instance=\"{host}\",pair=\"{Pair}\",use=\"{use}\"", minute => Links(host, use, minute))))],
        ["Drain"] = [new Series($"instance=\"router-a\",pair=\"{Pair}\"", Drain)],
        ["Check duration"] = [.. Hosts.Select(host => new Series($"instance=\"{host}\",pair=\"{Pair}\"", minute => Duration(host, minute)))],
        ["Moves of the VIP in a day"] = [new Series($"pair=\"{Pair}\",vrrp_instance=\"ziti\"", minute => minute < Moved ? 0 : minute < MovedBack ? 1 : 2)],
    };

    /// <summary>The series as Prometheus has them after a scrape, in promtool's notation.</summary>
    public static IEnumerable<(string Name, string Values)> Input => Hosts.SelectMany(host =>
        States.Select(state => Of("erhchecker_state", host, $",state=\"{state}\"", minute => State(host, minute) == state ? 1 : 0))
            .Concat(Uses.Select(use => Of("erhchecker_links", host, $",use=\"{use}\"", minute => Links(host, use, minute))))
            .Append(Of("erhchecker_vrrp_state", host, ",state=\"master\",vrrp_instance=\"ziti\"", minute => Holds(host, minute) ? 1 : 0))
            .Append(Of("erhchecker_vrrp_state", host, ",state=\"backup\",vrrp_instance=\"ziti\"", minute => Holds(host, minute) ? 0 : 1))
            .Append(Of("erhchecker_drain_remaining_seconds", host, "", minute => host == "router-a" ? Drain(minute) : null))
            .Append(Of("erhchecker_check_duration_seconds", host, "", minute => Duration(host, minute))));

    /// <summary>A value in promtool's and in SVG's notation.</summary>
    public static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static (string Name, string Values) Of(string name, string host, string labels, Func<int, double?> value) => (
        $"{name}{{instance=\"{host}\",job=\"node\",pair=\"{Pair}\"{labels}}}",
        string.Join(' ', Enumerable.Range(0, Minutes).Select(minute => value(minute) is { } number ? Text(number) : "stale")));

    private static string State(string host, int minute) =>
        host == "router-b" || minute < Lost || minute >= Back ? "healthy" : minute < Drained ? "draining" : "drained";

    private static bool Holds(string host, int minute) => host == "router-b" == minute is >= Moved and < MovedBack;

    private static double Links(string host, string use, int minute) => use switch
    {
        "usable" => State(host, minute) == "healthy" ? 3 : 2,
        _ => 1,
    };

    private static double? Drain(int minute) => minute is >= Lost and < Drained ? 600 - (60 * (minute - Lost)) : null;

    private static double Duration(string host, int minute) => 0.017 + (State(host, minute) == "draining" ? 0.021 : 0) + (0.002 * ((minute + host[^1]) % 3));

    /// <summary>A series that a panel shows.</summary>
    internal sealed record Series(string Labels, Func<int, double?> Value);
}
