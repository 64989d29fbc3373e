using ErhChecker.Decision;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>One check, from the settings to the verdict: the only file that joins the stages.</summary>
/// <param name="settings">The settings.</param>
/// <param name="environment">The environment.</param>
/// <param name="guard">The deadline.</param>
/// <param name="log">Takes what the stages find.</param>
internal sealed class Check(
    CheckSettings settings, IReadOnlyDictionary<string, string> environment, EndGuard guard, Log log)
{
    private CheckResult result = new() { Verdict = new(CheckState.Unreachable, "the check did not come to a decision") };

    /// <summary>Runs the check.</summary>
    public CheckResult Run()
    {
        if (log.IsDebug)
        {
            log.Write(DebugLines.Of(settings));
        }

        try
        {
            Decide();
        }
        catch (OperationCanceledException)
        {
            Conclude(new(CheckState.Unreachable, $"the router's health endpoint gave no whole answer within {settings.Timeout.TotalSeconds:0.###} s"));
        }

        if (guard.Signal is { } signal)
        {
            Conclude(
                new(CheckState.Unreachable, $"the check was ended by {signal} before it came to a decision; keepalived sends SIGTERM when its own 'timeout' is over"),
                LogLevel.Error);
        }

        return result with { Duration = guard.Elapsed };
    }

    private void Decide()
    {
        var config = RouterConfig.Read(settings.RouterConfigFile, environment);
        log.Write(config.Notices);
        if (config.State != RouterConfigState.Usable)
        {
            result = result with
            {
                IsConfigMissing = config.State == RouterConfigState.Missing,
                IsConfigUnread = config.State == RouterConfigState.SystemFailed,
            };
            Conclude(new(result.IsConfigMissing || result.IsConfigUnread ? CheckState.Unreachable : CheckState.Unknown, config.Problem), LogLevel.Error);
            return;
        }

        if (log.IsDebug)
        {
            log.Write(DebugLines.Of(config));
        }

        var lookups = ControllerAddresses.Begin(config.Controllers);
        var noTraversal = NoTraversalRouters.Read(settings.NoTraversalFile, out var complaint);
        if (complaint is { } notice)
        {
            log.Write(notice);
        }

        result = result with { Endpoint = config.HealthEndpoints[0] };
        var answer = HealthClient.Ask(config.HealthEndpoints, guard.Token);
        result = result with { Endpoint = answer.Endpoint };
        if (answer.Body is not { } body)
        {
            Conclude(new(CheckState.Unreachable, $"the router's health endpoint {answer.Problem}"));
            return;
        }

        if (!HealthReport.TryParse(body.Span, out var report, out var problem))
        {
            Conclude(new(CheckState.Unreachable, $"the router's health endpoint answered with what is no health report: {problem}"));
            return;
        }

        Judge(report!, noTraversal, lookups);
    }

    private void Judge(HealthReport report, IReadOnlySet<string> noTraversal, ControllerAddresses lookups)
    {
        var notices = new List<Notice>();
        var addresses = lookups.Take(notices, guard.Token);
        log.Write(notices);
        var links = report.Links is null ? null : LinkFilter.Judge(report.Links, noTraversal, addresses);
        result = result with { Controller = report.Controller, ControllerAddresses = addresses, Links = links };
        if (log.IsDebug)
        {
            log.Write(DebugLines.Of(result));
        }

        var verdict = Decider.Decide(report.Controller, Usable(links), settings.SwitchTimeoutSeconds, CircuitCount.NotAsked);
        if (verdict.NeedsCircuits)
        {
            var circuits = ZitiAgent.Ask(settings.ZitiBinaryFile, environment, guard.Token);
            verdict = Decider.Decide(report.Controller, Usable(links), settings.SwitchTimeoutSeconds, circuits);
        }

        Conclude(verdict);
    }

    private static int? Usable(IReadOnlyList<JudgedLink>? links) => links?.Count(link => link.Usable);

    private void Conclude(Verdict verdict, LogLevel level = LogLevel.Info) => result = result with { Verdict = verdict, Level = level };
}
