using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Net;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>
/// One check, from the settings to the verdict; joins the stages. At any moment, and on any thread, <see cref="End"/> has what it comes to if it ends
/// there: before each step that may block, one immutable value replaces the other.
/// </summary>
internal sealed class Check(CheckSettings settings, IReadOnlyDictionary<string, string> environment, RunClock clock)
{
    private const string NoDecision = "the check ended without a decision";

    private volatile Progress progress = new(
        Step.Config, new() { Verdict = Decider.WithoutReport(NoReport.EndedBeforeQuery, NoDecision) }, [], new(ControllerConfig.UsualFiles(settings.RouterConfigFile), []));

    /// <summary>What the check does at the moment.</summary>
    private enum Step
    {
        Config,

        Query,

        /// <summary>It reads the no-traversal file; the rest of the report is decided.</summary>
        NoTraversalFile,

        /// <summary>It counts the circuits; all else is decided.</summary>
        Circuits,

        Done,
    }

    private bool IsDebug => settings.LogLevel == LogLevel.Debug;

    /// <summary>Runs the check.</summary>
    /// <param name="findings">What was found before: the log begins with it.</param>
    /// <exception cref="OperationCanceledException">It was ended before there was a report; <see cref="End"/> has the verdict.</exception>
    public void Run(IEnumerable<Diagnostic> findings)
    {
        Found([.. findings, .. Debug(() => [new(LogLevel.Debug, settings.Describe())])]);
        var config = RouterConfig.Read(settings.RouterConfigFile, environment);
        Found(config.Diagnostics);
        Read([settings.RouterConfigFile]);
        if (config.WhyNoReport is { } cause)
        {
            Conclude(Decider.WithoutReport(cause, config.Problem), progress.Result);
            return;
        }

        Found(Debug(() => DebugLines.Config(config.HealthEndpoints.Select(endpoint => endpoint.Url), config.Controllers!.Endpoints)));
        progress = progress with { Files = progress.Files with { Endpoints = config.Controllers!.EndpointsFiles } };
        _ = OpenSsl.Loaded; // before a module of the resolver loads it, and with it the host's configuration
        var lookups = ControllerAddresses.StartLookup(config.Controllers);
        Begin(Step.Query, progress.Result with { Endpoint = config.HealthEndpoints[0].Url, Verdict = Decider.WithoutReport(NoReport.NoResponse, NoDecision) });
        var response = HealthClient.Query(config.HealthEndpoints, clock.Deadline);
        var result = progress.Result with { Endpoint = response.Endpoint.Url };
        if (response.Body is not { } body)
        {
            Conclude(Decider.WithoutReport(NoReport.NoResponse, $"the router's health endpoint {response.Problem}"), result);
            return;
        }

        if (!HealthReport.TryParse(body.Span, out var report, out var problem))
        {
            Conclude(Decider.WithoutReport(NoReport.NoResponse, $"the router's health endpoint returned a response that is not a health report: {problem}"), result);
            return;
        }

        var diagnostics = new List<Diagnostic>();
        result = result with { Controller = report!.Controller, ControllerAddresses = lookups.Collect(diagnostics, clock.Deadline) };
        Found(diagnostics);
        Read(lookups.HasReadFile ? config.Controllers.EndpointsFiles : []);
        Judge(report, result);
    }

    /// <summary>
    /// The result, the lines of the log that led to it, and the files that the router's config names; while <see cref="Run"/> is not done, as far as it got.
    /// </summary>
    /// <param name="isFailed">Whether an internal error ended it, and not its deadline or a signal.</param>
    public (CheckResult Result, IReadOnlyList<LogLine> Log, CheckedFiles Files) End(bool isFailed)
    {
        var (step, result, log, files) = progress;
        if (step is Step.Config or Step.Query && !isFailed)
        {
            result = result with { Verdict = result.Verdict with { Reason = WhyWithoutReport(step) }, EndedBy = clock.Signal };
        }
        else if (step == Step.NoTraversalFile && !isFailed)
        {
            log = [.. log, LogLine.Now(LogLevel.Error, $"the no-traversal file {settings.NoTraversalFile} could not be read in time; no links are excluded")];
        }

        if (step != Step.Done && result.Verdict.NeedsCircuits)
        {
            result = Decide(result, CircuitCount.Unknown(isFailed ? "they were not counted" : EndReason("before the circuits were counted")));
        }

        return (result with { Time = DateTimeOffset.UtcNow, Duration = clock.Elapsed }, log, files);
    }

    private string WhyWithoutReport(Step step) => step == Step.Query && clock.Signal is null
        ? $"the router's health endpoint sent no complete response within {Seconds(settings.Timeout)}"
        : EndReason(step == Step.Query
            ? "before the router's health endpoint sent a complete response"
            : "while a file or another part of the system did not respond");

    private void Judge(HealthReport report, CheckResult result)
    {
        if (settings.NoTraversalFile is not null)
        {
            // The file may be on a file system that hangs: then the decision without it counts.
            Begin(Step.NoTraversalFile, Filter(report, result, new HashSet<string>(StringComparer.Ordinal)));
        }

        var noTraversal = NoTraversalRouters.Read(settings.NoTraversalFile, out var diagnostic);
        Read(settings.NoTraversalFile is { } path ? [path] : []);
        if (diagnostic is { } found)
        {
            Found([found]);
        }

        result = Filter(report, result, noTraversal);
        Begin(Step.Circuits, result);
        Found(Debug(() => DebugLines.Report(result)));
        if (result.Verdict.NeedsCircuits)
        {
            // An unknown count never ends a drain: from here on neither the deadline nor a signal does.
            var circuits = ZitiAgent.CountCircuits(ZitiAgent.CommandFor(settings.ZitiBinaryFile, environment), environment, clock.Deadline);
            result = Decide(result, circuits is { Number: null } && clock.Signal is not null
                ? CircuitCount.Unknown(EndReason("before the circuits were counted"))
                : circuits);
        }

        Begin(Step.Done, result);
    }

    private CheckResult Filter(HealthReport report, CheckResult result, IReadOnlySet<string> noTraversal) => Decide(
        result with { Links = report.Links is null ? null : LinkFilter.Classify(report.Links, noTraversal, result.ControllerAddresses) },
        CircuitCount.NotQueried);

    private CheckResult Decide(CheckResult result, CircuitCount circuits) => result with
    {
        Verdict = Decider.Decide(result.Controller!, result.Links?.Count(link => link.Usable), settings.SwitchTimeoutSeconds, circuits),
    };

    private string EndReason(string when) => clock.Signal switch
    {
        null => $"the check was ended at its deadline of {Seconds(settings.Timeout)} {when}",
        "SIGTERM" => $"the check was ended by SIGTERM {when} (keepalived sends it at its own 'timeout')",
        var signal => $"the check was ended by {signal} {when}",
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private IEnumerable<Diagnostic> Debug(Func<IEnumerable<Diagnostic>> lines) => IsDebug ? lines() : [];

    private void Found(IEnumerable<Diagnostic> findings) => progress = progress with { Log = [.. progress.Log, .. LogLine.Now(findings)] };

    private void Read(IEnumerable<string> paths) => progress = progress with { Files = progress.Files with { Read = [.. progress.Files.Read, .. paths] } };

    private void Begin(Step step, CheckResult result) => progress = progress with { Step = step, Result = result };

    private void Conclude(Verdict verdict, CheckResult result) => Begin(Step.Done, result with { Verdict = verdict });

    /// <summary>How far the check got.</summary>
    /// <param name="Step">What it does at the moment.</param>
    /// <param name="Result">What is known so far.</param>
    /// <param name="Log">The lines of the log so far.</param>
    /// <param name="Files">The files that it reads.</param>
    private sealed record Progress(Step Step, CheckResult Result, IReadOnlyList<LogLine> Log, CheckedFiles Files);
}
