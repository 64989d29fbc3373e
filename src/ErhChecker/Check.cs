using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>One check, from the settings to the verdict; joins the stages.</summary>
/// <param name="settings">The settings.</param>
/// <param name="environment">The environment.</param>
/// <param name="watchdog">The deadline.</param>
/// <param name="log">Gets the findings of the stages.</param>
internal sealed class Check(
    CheckSettings settings, IReadOnlyDictionary<string, string> environment, Watchdog watchdog, CheckLog log)
{
    private static readonly Verdict Undecided = Decider.WithoutReport(NoReport.Ended, "the check ended without a decision");

    private volatile CheckResult result = new() { Verdict = Undecided };
    private volatile Awaited awaited = Awaited.System;
    private HealthReport? report;

    /// <summary>What the check may wait for without being able to look at its deadline.</summary>
    private enum Awaited
    {
        /// <summary>Anything before there is a report.</summary>
        System,

        /// <summary>The no-traversal file; there is a report, and the controllers' addresses are known.</summary>
        NoTraversalFile,

        /// <summary>The ziti program; all else is decided.</summary>
        ZitiProgram,
    }

    /// <summary>The verdict's state as far as it was reached.</summary>
    public CheckState State => result.Verdict.State;

    /// <summary>The command that counts circuits with a ziti program.</summary>
    public Func<string, IReadOnlyDictionary<string, string>, string[]> AgentCommand { get; init; } = ZitiAgent.CommandFor;

    /// <summary>Runs the check.</summary>
    public CheckResult Run()
    {
        if (log.IsDebug)
        {
            log.Write(new Diagnostic(LogLevel.Debug, settings.Describe()));
        }

        try
        {
            Decide();
        }
        catch (OperationCanceledException)
        {
            result = result with { EndedBy = watchdog.Signal };
            Conclude(Decider.WithoutReport(
                NoReport.Ended,
                watchdog.Signal is null
                    ? $"the router's health endpoint sent no complete response within {Seconds(settings.Timeout)}"
                    : Ended("before the router's health endpoint sent a complete response")));
        }

        return Finished();
    }

    /// <summary>
    /// The result while <see cref="Run"/> is blocked in a system call on another thread: the verdict as far as it was reached.
    /// </summary>
    public CheckResult WhenStuck()
    {
        switch (awaited)
        {
            case Awaited.NoTraversalFile:
                log.Write(new Diagnostic(LogLevel.Error, $"the no-traversal file {settings.NoTraversalFile} could not be read in time; no links are excluded"));
                break;
            case Awaited.System when result.Verdict == Undecided:
                result = result with { EndedBy = watchdog.Signal };
                Conclude(Decider.WithoutReport(NoReport.Ended, Ended("while a file or another part of the system did not respond")));
                break;
            default:
                break;
        }

        if (result.Verdict.NeedsCircuits)
        {
            Count(CircuitCount.Unknown(Ended("before the circuits were counted")));
        }

        return Finished();
    }

    private CheckResult Finished() => result with { Time = DateTimeOffset.UtcNow, Duration = watchdog.Elapsed };

    private void Decide()
    {
        var config = RouterConfig.Read(settings.RouterConfigFile, environment);
        log.Write(config.Diagnostics);
        if (config.State != RouterConfigState.Usable)
        {
            result = result with
            {
                IsConfigMissing = config.State == RouterConfigState.Missing,
                IsConfigUnread = config.State == RouterConfigState.SystemFailed,
            };
            Conclude(Decider.WithoutReport(
                config.State switch
                {
                    RouterConfigState.Missing => NoReport.ConfigMissing,
                    RouterConfigState.SystemFailed => NoReport.ConfigUnread,
                    _ => NoReport.ConfigUnusable,
                },
                config.Problem));
            return;
        }

        if (log.IsDebug)
        {
            log.Write(DebugLines.Config(config.HealthEndpoints.Select(endpoint => endpoint.Url), config.Controllers));
        }

        var lookups = ControllerAddresses.StartLookup(config.Controllers);
        result = result with { Endpoint = config.HealthEndpoints[0].Url };
        var response = HealthClient.Query(config.HealthEndpoints, watchdog.Deadline);
        result = result with { Endpoint = response.Endpoint.Url };
        if (response.Body is not { } body)
        {
            Conclude(Decider.WithoutReport(NoReport.NoResponse, $"the router's health endpoint {response.Problem}"));
            return;
        }

        if (!HealthReport.TryParse(body.Span, out report, out var problem))
        {
            Conclude(Decider.WithoutReport(NoReport.NoResponse, $"the router's health endpoint returned a response that is not a health report: {problem}"));
            return;
        }

        var diagnostics = new List<Diagnostic>();
        result = result with { Controller = report!.Controller, ControllerAddresses = lookups.Collect(diagnostics, watchdog.Deadline) };
        log.Write(diagnostics);

        if (settings.NoTraversalFile is not null)
        {
            // The file may be on a file system that hangs: then the decision without it counts.
            FilterLinks(new HashSet<string>(StringComparer.Ordinal));
            awaited = Awaited.NoTraversalFile;
        }

        var noTraversal = NoTraversalRouters.Read(settings.NoTraversalFile, out var diagnostic);
        if (diagnostic is { } found)
        {
            log.Write(found);
        }

        FilterLinks(noTraversal);
        awaited = Awaited.ZitiProgram;
        if (log.IsDebug)
        {
            log.Write(DebugLines.Report(result));
        }

        if (result.Verdict.NeedsCircuits)
        {
            // An unknown count never ends a drain: from here on neither the deadline nor a signal does.
            var circuits = ZitiAgent.CountCircuits(AgentCommand(settings.ZitiBinaryFile, environment), environment, watchdog);
            Count(circuits is { Number: null } && watchdog.Signal is not null ? CircuitCount.Unknown(Ended("before the circuits were counted")) : circuits);
        }
    }

    private void FilterLinks(IReadOnlySet<string> noTraversal)
    {
        result = result with { Links = report!.Links is null ? null : LinkFilter.Classify(report.Links, noTraversal, result.ControllerAddresses) };
        Count(CircuitCount.NotQueried);
    }

    private void Count(CircuitCount circuits) => Conclude(Decider.Decide(
        report!.Controller, result.Links?.Count(link => link.Usable), settings.SwitchTimeoutSeconds, circuits));

    private string Ended(string when) => watchdog.Signal switch
    {
        null => $"the check was ended at its deadline of {Seconds(settings.Timeout)} {when}",
        "SIGTERM" => $"the check was ended by SIGTERM {when} (keepalived sends it at its own 'timeout')",
        var signal => $"the check was ended by {signal} {when}",
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private void Conclude(Verdict verdict)
    {
        result = result with { Verdict = verdict };
        watchdog.ExpectExitCode(verdict.State.ExitCode());
    }
}
