using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>The entry, the last guard, the exit code.</summary>
internal static class Program
{
    private const int BadCommandLine = 2;

    private static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments);
        }
        catch (Exception failed)
        {
            // The last guard: keepalived gets an exit code and the operator a line, never a stack trace.
            StandardStreams.WriteError(PlainText.Escape($"CRITICAL - the checker itself failed ({failed.GetType().Name}: {failed.Message}); please report it") + "\n");
            return CheckState.Unreachable.ExitCode();
        }
    }

    private static int Run(string[] arguments)
    {
        StandardStreams.FillClosed();
        using var guard = new EndGuard();
        guard.WatchSignals();
        Signals.Ignore(Libc.SignalFileTooLarge); // a log at its limit fails to be written, no more
        var environment = ProcessEnvironment.Take();
        switch (CommandLine.Read(arguments, environment))
        {
            case Request.Help:
                StandardStreams.WriteOutput(HelpText.Build());
                return 0;
            case Request.Version:
                StandardStreams.WriteOutput($"{ProgramVersion.Text}\n");
                return 0;
            case Request.Bad bad:
                foreach (var reason in bad.Reasons)
                {
                    StandardStreams.WriteError(PlainText.Escape($"erhchecker: {reason}") + "\n");
                }

                StandardStreams.WriteError("Try 'erhchecker --help'.\n");
                return BadCommandLine;
            case Request.Run run:
                return RunCheck(run, environment, guard);
            default:
                throw new InvalidOperationException("a request of no known kind");
        }
    }

    private static int RunCheck(Request.Run run, IReadOnlyDictionary<string, string> environment, EndGuard guard)
    {
        guard.SetDeadline(run.Settings.Timeout);
        using var log = new Log(run.Settings.LogLevel, run.Settings.LogFile);
        log.Write(run.Complaints);
        var result = new Check(run.Settings, environment, guard, log).Run();
        guard.Decided(result.Verdict.State.ExitCode());
        if (result.Verdict.State != CheckState.Healthy)
        {
            log.WriteVerdict(result.Level, VerdictLine.Of(result));
        }
        else if (log.IsDebug)
        {
            log.WriteVerdict(LogLevel.Debug, VerdictLine.Of(result));
        }

        log.CheckFile();
        Show(run.Settings, environment, result, log);
        return result.Verdict.State.ExitCode();
    }

    private static void Show(CheckSettings settings, IReadOnlyDictionary<string, string> environment, CheckResult result, Log log)
    {
        var isTerminal = settings.Output is OutputFormat.Auto or OutputFormat.Text && StandardStreams.OutputIsTerminal;
        if (settings.Output == OutputFormat.Json)
        {
            using var output = new OutputStream();
            JsonOutput.Write(output, result, log.Warnings);
        }
        else if (settings.Output == OutputFormat.Text || isTerminal)
        {
            StandardStreams.WriteOutput(TextOutput.Of(settings, result, log.Warnings, Paint.Wanted(isTerminal, environment)));
        }
    }
}
