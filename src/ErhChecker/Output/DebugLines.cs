using ErhChecker.Decision;


namespace ErhChecker.Output;

/// <summary>The log's lines for each step, at DEBUG.</summary>
internal static class DebugLines
{
    /// <summary>The router's config.</summary>
    /// <param name="endpoints">The URLs of the health endpoints.</param>
    /// <param name="controllers">The controllers that it names, <c>tls:HOST:PORT</c>.</param>
    public static IEnumerable<Diagnostic> Config(IEnumerable<string> endpoints, IEnumerable<string> controllers) =>
    [
        Line($"router config: health endpoint {string.Join(", ", endpoints)}"),
        Line($"router config: controllers {OrNone(controllers)}"),
    ];

    /// <summary>The report, and the result of the link filter.</summary>
    public static IEnumerable<Diagnostic> Report(CheckResult result)
    {
        var controller = result.Controller!;
        yield return Line($"controllers' addresses: {OrNone(result.ControllerAddresses.Select(address => address.ToString()))}");
        yield return Line($"report: controllerPing {(controller.Healthy ? "healthy" : $"failing since {controller.FailingSince?.Text ?? "an unknown time"}")},"
            + $" last check {controller.LastCheckTime?.Text ?? "at an unknown time"}");
        if (result.Links is not { } links)
        {
            yield return Line("report: no link.health check (router before 0.28)");
            yield break;
        }

        yield return Line($"report: link.health lists {VerdictLine.Links(links)}");
        foreach (var link in links)
        {
            yield return Line($"link {link.Link.LinkId} to router {link.Link.DestRouterId} at {OrNone(link.Link.RemoteAddresses.Select(address => address.Text))}: {LinkUse.Of(link).LogText}");
        }
    }

    private static string OrNone(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : "none";

    private static Diagnostic Line(string text) => new(LogLevel.Debug, text);
}
