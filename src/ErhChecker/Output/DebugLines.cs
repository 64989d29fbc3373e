using System.Globalization;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Output;

/// <summary>What the log tells of each step at DEBUG.</summary>
internal static class DebugLines
{
    /// <summary>The settings.</summary>
    public static IEnumerable<Notice> Of(CheckSettings settings) =>
    [
        Line($"settings: router config {settings.RouterConfigFile}; ziti {settings.ZitiBinaryFile}; switch timeout {settings.SwitchTimeoutSeconds} s;"
            + $" no-traversal file {settings.NoTraversalFile ?? "none"}; log {settings.LogFile ?? "none"} at {settings.LogLevel.Name()};"
            + $" time for the check {settings.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s"),
    ];

    /// <summary>The router's config.</summary>
    public static IEnumerable<Notice> Of(RouterConfig config) =>
    [
        Line($"router config: health endpoint {string.Join(", ", config.HealthEndpoints.Select(endpoint => endpoint.Url))}"),
        Line($"router config: controllers {OrNone(config.Controllers)}"),
    ];

    /// <summary>The report and what the filter made of it.</summary>
    public static IEnumerable<Notice> Of(CheckResult result)
    {
        var controller = result.Controller!;
        yield return Line($"controllers' addresses: {OrNone(result.ControllerAddresses.Select(address => address.ToString()))}");
        yield return Line($"report: controllerPing {(controller.Healthy ? "healthy" : $"failing since {controller.FailingSince ?? "a time that is not said"}")},"
            + $" last check {controller.LastCheckTime ?? "at a time that is not said"}");
        if (result.Links is not { } links)
        {
            yield return Line("report: no link.health check, as of a router before 0.28");
            yield break;
        }

        yield return Line($"report: link.health lists {VerdictLine.Links(links)}");
        foreach (var link in links)
        {
            yield return Line($"link {link.Link.LinkId} to router {link.Link.DestRouterId} at {OrNone(link.Link.RemoteAddresses)}: {LinkText.Why(link.Exclusion)}");
        }
    }

    private static string OrNone(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : "none";

    private static Notice Line(string text) => new(LogLevel.Debug, text);
}
