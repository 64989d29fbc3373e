using ErhChecker.Decision;
using ErhChecker.History;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Probe;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>Runs a check under the watchdog, and reports its result: to the load balancer, the log, the files and standard output.</summary>
/// <param name="run">The request.</param>
/// <param name="environment">The environment.</param>
/// <param name="watchdog">The watchdog.</param>
/// <param name="isProbe">Whether to respond to a load balancer.</param>
internal sealed class CheckRun(Request.Run run, IReadOnlyDictionary<string, string> environment, Watchdog watchdog, bool isProbe)
{
    private readonly CheckSettings settings = run.Settings;
    private readonly ProbeConnection? probe = isProbe ? new ProbeConnection(watchdog, Program.TimeToWrite) : null;

    /// <summary>Runs the check.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        using var log = new CheckLog(settings.LogLevel, settings.LogFile, watchdog.Deadline);
        var check = new Check(settings, environment, watchdog, log);
        watchdog.SetDeadline(
            settings.Timeout,
            whenStuck: () =>
            {
                var result = check.WhenStuck();
                return (ExitCode(result), () => Report(log, result));
            },
            lastLine: log.AppendLastLine);
        try
        {
            if (probe?.TryReceive() == false)
            {
                return watchdog.ExitCode;
            }

            log.Write(run.Diagnostics);
            var result = check.Run();
            if (!watchdog.TryBeginReport(ExitCode(result)))
            {
                Thread.Sleep(Timeout.Infinite); // the watchdog reports, and ends the process
            }

            Report(log, result);
            if (!isProbe)
            {
                Show(log, result, Deadline.After(watchdog.Deadline.Left + Program.TimeToWrite));
            }
        }
        catch (Exception failed)
        {
            if (watchdog.TryBeginReport(watchdog.ExitCode))
            {
                probe?.Respond(check.State);
            }

            CrashReport.Write(failed, watchdog.ExitCode, log);
        }

        return probe is null ? watchdog.ExitCode : 0;
    }

    /// <summary>A probe has succeeded when it is answered: the service manager must not count 503 as a failure.</summary>
    private int ExitCode(CheckResult result) => probe is null ? result.Verdict.State.ExitCode() : 0;

    /// <summary>
    /// The load balancer first: a log that hangs must not keep it waiting. Then the log, which explains what the files cannot.
    /// </summary>
    private void Report(CheckLog log, CheckResult result)
    {
        probe?.Respond(result.Verdict.State);
        WriteLog(log, result);
        log.CheckFile();
        ResultFiles.Write(settings.StatusFile, settings.MetricsFile, settings.MaintenanceFile, result, log);
        if (settings.HistoryFile is { } history)
        {
            HistoryFile.Append(history, result, log);
        }
    }

    private static void WriteLog(CheckLog log, CheckResult result)
    {
        if (result.Verdict.State != CheckState.Healthy || log.IsDebug)
        {
            log.WriteVerdict(VerdictLine.LevelOf(result.Verdict.State), VerdictLine.Format(result));
        }

        log.Release();
    }

    private void Show(CheckLog log, CheckResult result, Deadline writing)
    {
        var isTerminal = settings.Output is OutputFormat.Auto or OutputFormat.Text && StandardStreams.OutputIsTerminal;
        if (settings.Output == OutputFormat.Json)
        {
            using var output = new OutputStream(writing);
            JsonOutput.Write(output, result, log.Warnings);
        }
        else if (settings.Output == OutputFormat.Text || isTerminal)
        {
            StandardStreams.WriteOutput(
                TextOutput.Format(Inputs(), result, log.Warnings, Paint.IsEnabled(isTerminal, environment)), writing);
        }
    }

    /// <summary>The router's config, and the settings that are not the defaults, with their source.</summary>
    private IEnumerable<(string Label, string Text)> Inputs()
    {
        yield return ("Router config", settings.RouterConfigFile);
        if (settings.NoTraversalFile is { } file)
        {
            yield return ("No-traversal", file);
        }

        var label = "Settings";
        foreach (var (setting, value, source) in settings.Effective)
        {
            if (source != SettingSource.Default && setting != CheckSettings.OutputSetting)
            {
                yield return (label, source == SettingSource.Option
                    ? $"{setting.Label} {value} (command line)"
                    : $"{setting.Variable}={value} (environment)");
                label = "";
            }
        }
    }
}
