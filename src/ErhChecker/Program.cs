using System.Diagnostics.CodeAnalysis;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>The entry point, the last exception handler, the exit code.</summary>
internal static class Program
{
    private const int BadCommandLine = 2;

    /// <summary>Time to write the result when the check has used all of its own; the watchdog ends the process after it.</summary>
    private static readonly TimeSpan TimeToWrite = TimeSpan.FromSeconds(1);

    [DoesNotReturn]
    private static int Main(string[] arguments)
    {
        StandardStreams.FillClosed();
        var watchdog = Watchdog.Start();
        var exitCode = 1;
        try
        {
            exitCode = Run(arguments, watchdog);
        }
        catch (Exception failed)
        {
            // keepalived gets an exit code and the operator a line, never a stack trace. A verdict that was reached counts.
            exitCode = watchdog.ExitCode;
            CrashReport.Write(failed, exitCode, log: null);
        }

        Watchdog.Exit(exitCode);
        return exitCode;
    }

    private static int Run(string[] arguments, Watchdog watchdog)
    {
        var environment = ProcessEnvironment.Capture();
        switch (CommandLine.Read(arguments, environment))
        {
            case Request.Help:
                StandardStreams.WriteOutput(HelpText.Build(), Deadline.Never);
                return 0;
            case Request.Version:
                StandardStreams.WriteOutput($"{ProgramVersion.Text}\n", Deadline.Never);
                return 0;
            case Request.Invalid bad:
                return Refuse(bad, watchdog);
            case Request.Preflight preflight:
                return RunPreflight(new HostPreflight(arguments, environment, watchdog), preflight.Settings.Output, environment, watchdog);
            case Request.Run run:
                return RunCheck(run, environment, watchdog);
            default:
                throw new InvalidOperationException("unknown request");
        }
    }

    /// <summary>keepalived discards standard error: without the log, a typo in its 'script' line is invisible.</summary>
    private static int Refuse(Request.Invalid bad, Watchdog watchdog)
    {
        KeepErrorFromClient(bad.Settings);
        watchdog.ExpectExitCode(BadCommandLine);
        watchdog.SetDeadline(bad.Settings.Timeout, whenStuck: () => (BadCommandLine, () => { }), lastLine: _ => { });
        using var log = new CheckLog(bad.Settings.LogLevel, bad.Settings.LogFile, watchdog.Deadline, isForFileAlone: true);
        foreach (var reason in bad.Reasons)
        {
            StandardStreams.WriteError(PlainText.Escape($"erhchecker: {reason}") + "\n", watchdog.Deadline);
            log.Write(new Diagnostic(LogLevel.Error, $"invalid command line, exit {BadCommandLine}: {reason}"));
        }

        StandardStreams.WriteError("Try 'erhchecker --help'.\n", watchdog.Deadline);
        log.Release();
        return BadCommandLine;
    }

    private static void KeepErrorFromClient(CheckSettings settings)
    {
        if (settings.Output == OutputFormat.Http)
        {
            StandardStreams.DiscardErrorOnOutput();
        }
    }

    private static int RunPreflight(
        HostPreflight preflight, OutputFormat output, IReadOnlyDictionary<string, string> environment, Watchdog watchdog)
    {
        watchdog.SetDeadline(
            HostPreflight.MaxTime,
            whenStuck: () =>
            {
                preflight.ReportEnded();
                return (preflight.Report.ExitCode, Show);
            },
            lastLine: _ => { });
        try
        {
            preflight.Run();
        }
        catch (OperationCanceledException)
        {
            preflight.ReportEnded();
        }

        if (!watchdog.TryBeginReport(preflight.Report.ExitCode))
        {
            Thread.Sleep(Timeout.Infinite); // the watchdog reports, and ends the process
        }

        Show();
        return preflight.Report.ExitCode;

        void Show() => StandardStreams.WriteOutput(
            output == OutputFormat.Json
                ? PreflightJson.Format(preflight.Report)
                : PreflightText.Format(preflight.Report, Paint.IsEnabled(StandardStreams.OutputIsTerminal, environment)),
            Deadline.After(TimeToWrite));
    }

    private static int RunCheck(Request.Run run, IReadOnlyDictionary<string, string> environment, Watchdog watchdog)
    {
        KeepErrorFromClient(run.Settings);
        using var log = new CheckLog(run.Settings.LogLevel, run.Settings.LogFile, watchdog.Deadline);
        var check = new Check(run.Settings, environment, watchdog, log);
        var probe = run.Settings.Output == OutputFormat.Http ? new Probe(watchdog, TimeToWrite) : null;
        watchdog.SetDeadline(
            run.Settings.Timeout,
            whenStuck: () =>
            {
                var result = check.WhenStuck();
                return (ExitCode(probe, result), () => Report(probe, run.Settings, log, result));
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
            if (!watchdog.TryBeginReport(ExitCode(probe, result)))
            {
                Thread.Sleep(Timeout.Infinite); // the watchdog reports, and ends the process
            }

            Report(probe, run.Settings, log, result);
            Show(run.Settings, environment, result, log, Deadline.After(watchdog.Deadline.Left + TimeToWrite));
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
    private static int ExitCode(Probe? probe, CheckResult result) => probe is null ? result.Verdict.State.ExitCode() : 0;

    /// <summary>
    /// The load balancer first: a log that hangs must not keep it waiting. Then the log, which explains what the files cannot.
    /// </summary>
    private static void Report(Probe? probe, CheckSettings settings, CheckLog log, CheckResult result)
    {
        probe?.Respond(result.Verdict.State);
        WriteLog(log, result);
        log.CheckFile();
        ResultFiles.Write(settings.StatusFile, settings.MetricsFile, result, log);
    }

    private static void WriteLog(CheckLog log, CheckResult result)
    {
        if (result.Verdict.State != CheckState.Healthy || log.IsDebug)
        {
            log.WriteVerdict(VerdictLine.LevelOf(result.Verdict.State), VerdictLine.Format(result));
        }

        log.Release();
    }

    private static void Show(
        CheckSettings settings, IReadOnlyDictionary<string, string> environment, CheckResult result, CheckLog log, Deadline writing)
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
                TextOutput.Format(Inputs(settings), result, log.Warnings, Paint.IsEnabled(isTerminal, environment)), writing);
        }
    }

    /// <summary>The router's config, and the settings that are not the defaults, with their source.</summary>
    private static IEnumerable<(string Label, string Text)> Inputs(CheckSettings settings)
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
                    ? $"{setting.Name} {value} (command line)"
                    : $"{setting.Variable}={value} (environment)");
                label = "";
            }
        }
    }
}
