using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>Judges what the router's files and its health endpoint give, with the check's own readers.</summary>
internal static class RouterFindings
{
    private const string Unguarded = "Until then every check returns 'unknown' and exit 0: nothing guards the VIP.";

    /// <summary>The router's config.</summary>
    public static IEnumerable<Finding> Config(string path, RouterConfig config)
    {
        const string subject = "the router's config ";
        var problem = config.Problem.StartsWith(subject, StringComparison.Ordinal) ? config.Problem[subject.Length..] : config.Problem;
        yield return config.State switch
        {
            RouterConfigState.Usable => Finding.Ok("config", $"{path}: health endpoint {config.HealthEndpoints[0].Url}"),
            RouterConfigState.Missing => Finding.Error(
                "config", $"{path} does not exist", "Set its path with -c or ROUTER_CONFIG_FILE_PATH. Until then every check exits 1."),
            RouterConfigState.SystemFailed => Finding.Error("config", problem, "Check the limits of this host."),
            _ => Finding.Error("config", problem, $"Correct it. {Unguarded}"),
        };
    }

    /// <summary>The file in which the router keeps its controllers.</summary>
    public static Finding Endpoints(string path, TextFile file) => file.State switch
    {
        FileState.Read => Finding.Ok("endpoints", path),
        FileState.Missing => Finding.Ok("endpoints", $"{path} does not exist: the router knows only the controllers of its config"),
        _ => Finding.Warning(
            "endpoints",
            $"{path} {(file.State == FileState.Denied ? Permissions.Explain(path) : file.Problem)}",
            "Grant the user read access: links to controllers that only this file names cannot be excluded."),
    };

    /// <summary>The controllers.</summary>
    /// <param name="hosts">Their names and addresses in the router's files.</param>
    /// <param name="addresses">The addresses of all.</param>
    /// <param name="diagnostics">What the readers and the resolver reported.</param>
    public static IEnumerable<Finding> Controllers(IReadOnlyList<string> hosts, IEnumerable<string> addresses, IEnumerable<Diagnostic> diagnostics)
    {
        var warnings = diagnostics.Where(diagnostic => diagnostic.Level >= LogLevel.Warning).ToList();
        foreach (var warning in warnings)
        {
            yield return Finding.Warning("controllers", warning.Text, "Correct the entry, or add the name to /etc/hosts.");
        }

        if (hosts.Count > 0 && string.Join(", ", addresses) is { Length: > 0 } known)
        {
            yield return Finding.Ok("controllers", $"{string.Join(", ", hosts)}: {known}");
        }
    }

    /// <summary>The no-traversal file.</summary>
    public static Finding NoTraversal(string path, int count, Diagnostic? diagnostic) => diagnostic is { } problem
        ? Finding.Error("no-traversal", problem.Text, "Correct the file or its path (-r, NO_T_FLAG_ROUTERS_FILE_PATH).")
        : Finding.Ok("no-traversal", $"{path}: {Plural.Of(count, "router id")}");

    /// <summary>The health report.</summary>
    /// <param name="response">What the endpoint responded; null when it did not in time.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="noTraversal">The no-traversal routers.</param>
    /// <param name="controllers">The controllers' addresses.</param>
    public static Finding Report(
        HealthResponse? response, CheckSettings settings, IReadOnlySet<string> noTraversal, IReadOnlySet<System.Net.IPAddress> controllers)
    {
        const string remedy = "Start the router, or correct the listener in its config:\n\tss -ltnp\n\tsystemctl status ziti-router";
        if (response is null)
        {
            return Finding.Error("report", "unreachable: no complete response in time", remedy);
        }

        if (response.Body is not { } body)
        {
            return Finding.Error("report", $"unreachable: {response.Endpoint.Url} {response.Problem}", remedy);
        }

        if (!HealthReport.TryParse(body.Span, out var report, out var problem))
        {
            return Finding.Error("report", $"unreachable: {response.Endpoint.Url} sent no health report: {problem}", remedy);
        }

        var links = report!.Links is null ? null : LinkFilter.Classify(report.Links, noTraversal, controllers);
        var usable = links?.Count(link => link.Usable);
        var verdict = Decider.Decide(report.Controller, usable, settings.SwitchTimeoutSeconds, CircuitCount.NotQueried);
        var text = links is null ? "no links reported, a router before 0.28" : $"{usable} of {Plural.Of(links.Count, "link")} usable";
        return verdict.State == CheckState.Healthy
            ? Finding.Ok("report", $"healthy now: {text}")
            : Finding.Warning("report", $"{verdict.State.Name()} now: {verdict.Reason}", "See what is behind it:\n\terhchecker --output text");
    }
}
