using System.Globalization;
using System.Text.Json.Nodes;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>What a router's health checks say: answers of a real router 1.6.13, with their times moved where a test needs it.</summary>
internal static class Answers
{
    private static readonly DateTimeOffset LostAt = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static string Healthy { get; } = Read("v1.6.13/healthy.json");

    /// <summary>Just started: no check has run yet.</summary>
    public static string Starting { get; } = Read("v1.6.13/starting.json");

    /// <summary>The controller is there, the last link is gone.</summary>
    public static string NoLinks { get; } = Read("v1.6.13/no-links.json");

    /// <summary>
    /// The controller has been lost for so long, the links are there. The drain's age is in the answer, not on a clock: the
    /// test tells how far it is.
    /// </summary>
    public static string ControllerLost(int seconds)
    {
        var report = JsonNode.Parse(Read("v1.6.13/controller-lost.json"))!;
        var ping = report["data"]!["checks"]!.AsArray().Single(check => check!["id"]!.GetValue<string>() is "controllerPing")!;
        ping["failingSince"] = Text(LostAt);
        ping["lastCheckTime"] = Text(LostAt.AddSeconds(seconds));
        return report.ToJsonString();
    }

    /// <summary>What the ziti agent prints about this many circuits.</summary>
    public static string Circuits(int count) => Read("v1.6.13/dump-routes-5.txt")
        .Replace("circuits (5)", $"circuits ({count})", StringComparison.Ordinal);

    private static string Read(string recorded) => File.ReadAllText(Repository.Recorded(recorded));

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
