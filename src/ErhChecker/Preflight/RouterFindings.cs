using System.Globalization;
using System.Net;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>Judges what the router's files and its health endpoint give, with the check's own readers.</summary>
internal static class RouterFindings
{
    private const string Unguarded = "Until then every check returns 'unknown' and exit 0: nothing guards the VIP.";

    /// <summary>The router's config.</summary>
    public static void Config(string path, RouterConfig config, PreflightReport report)
    {
        const string name = "config";
        const string subject = "the router's config ";
        var problem = config.Problem.StartsWith(subject, StringComparison.Ordinal) ? config.Problem[subject.Length..] : config.Problem;
        switch (config.WhyNoReport)
        {
            case null:
                report.Ok(name, $"{path}: health endpoint {config.HealthEndpoints[0].Url}");
                break;
            case NoReport.ConfigMissing:
                report.Fail(name, $"{path} does not exist", "Set its path with -c or ROUTER_CONFIG_FILE_PATH. Until then every check exits 1.");
                break;
            case NoReport.ConfigUnread:
                report.Fail(name, problem, "Check the limits of this host.");
                break;
            default:
                report.Fail(name, problem, $"Correct it. {Unguarded}");
                break;
        }
    }

    /// <summary>The file in which the router keeps its controllers.</summary>
    public static void Endpoints(ControllerHosts hosts, PreflightReport report)
    {
        const string name = "endpoints";
        var path = hosts.EndpointsFile;
        switch (hosts.File)
        {
            case { State: FileState.Read } when hosts.IsFromFile:
                report.Ok(name, $"{path} can be read: it lists the controllers, and those in the config are not used");
                break;
            case { State: FileState.Read }:
                report.Ok(name, $"{path} can be read: it lists no controllers, and those in the config are used");
                break;
            case null or { State: FileState.Missing }:
                report.Ok(name, $"{path} does not exist: the controllers in the config are used");
                break;
            case var file:
                report.Warn(
                    name,
                    $"{path} {Permissions.ProblemOf(file, path)}",
                    "Grant the user read access: links to controllers that only this file names are not excluded.");
                break;
        }
    }

    /// <summary>The controllers.</summary>
    /// <param name="hosts">What the router's files contain.</param>
    /// <param name="addresses">The addresses of all.</param>
    /// <param name="diagnostics">What the readers and the resolver reported.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Controllers(ControllerHosts hosts, IReadOnlySet<IPAddress> addresses, List<Diagnostic> diagnostics, PreflightReport report)
    {
        const string name = "controllers";
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Level >= LogLevel.Warning)
            {
                report.Warn(name, diagnostic.Text, RemedyFor(hosts));
            }
        }

        if (addresses.Count > 0)
        {
            report.Ok(name, $"{string.Join(", ", hosts.Names)}: {string.Join(", ", addresses)}");
        }
    }

    private static string RemedyFor(ControllerHosts hosts)
    {
        if (hosts.UnsetText.Length > 0)
        {
            return "Set the variables that the router's config refers to in keepalived's environment: /etc/default/keepalived.";
        }

        return hosts.IsFromFile || hosts.Config.Endpoints.Count > 0
            ? "Correct the entry, or add the name to /etc/hosts."
            : "Grant the user read access to the router's endpoints file, or name a controller in the config: 'endpoint: tls:HOST:PORT' in 'ctrl'.";
    }

    /// <summary>The no-traversal file.</summary>
    public static void NoTraversal(string path, int count, Diagnostic? diagnostic, PreflightReport report)
    {
        const string name = "no-traversal";
        if (diagnostic is { } problem)
        {
            report.Fail(name, problem.Text, "Correct the file or its path (-r, NO_T_FLAG_ROUTERS_FILE_PATH).");
        }
        else
        {
            report.Ok(name, $"{path}: {Plural.Of(count, "router id")}");
        }
    }

    /// <summary>The health report.</summary>
    /// <param name="response">What the endpoint responded; null when it did not in time.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="noTraversal">The no-traversal routers.</param>
    /// <param name="controllers">The controllers' addresses.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Health(
        HealthResponse? response, CheckSettings settings, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers, PreflightReport report)
    {
        const string name = "report";
        const string remedy = "Start the router, or correct the listener in its config. See who listens:\n\tss -ltnp";
        if (response?.Body is not { } body)
        {
            report.Fail(name, $"unreachable: {(response is null ? "no complete response in time" : $"{response.Endpoint.Url} {response.Problem}")}", remedy);
        }
        else if (!HealthReport.TryParse(body.Span, out var health, out var problem))
        {
            report.Fail(name, $"unreachable: {response.Endpoint.Url} returned no health report: {problem}", remedy);
        }
        else
        {
            Verdict(health!, settings, noTraversal, controllers, report);
        }
    }

    private static void Verdict(
        HealthReport health, CheckSettings settings, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers, PreflightReport report)
    {
        const string name = "report";
        int? usable = null;
        if (health.Links is not null)
        {
            usable = 0;
            foreach (var link in LinkFilter.Classify(health.Links, noTraversal, controllers))
            {
                usable += link.Usable ? 1 : 0;
            }
        }

        var verdict = Decider.Decide(health.Controller, usable, settings.SwitchTimeoutSeconds, CircuitCount.NotQueried);
        if (verdict.State == CheckState.Healthy)
        {
            report.Ok(
                name,
                $"healthy now: {(usable is { } number ? $"{number.ToString(CultureInfo.InvariantCulture)} of {Plural.Of(health.Links!.Count, "link")} usable" : "the router reports no links")}");
        }
        else
        {
            report.Warn(name, $"{verdict.State.Name()} now: {verdict.Reason}", "See the details:\n\terhchecker --output text");
        }
    }
}
