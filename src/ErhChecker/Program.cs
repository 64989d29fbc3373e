using System.Diagnostics.CodeAnalysis;
using ErhChecker.History;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>The entry point, the last exception handler, the exit code.</summary>
internal static class Program
{
    private const int BadCommandLine = 2;

    /// <summary>The time to write the result when the check has used all of its own. A check whose deadline has come has less: the watchdog ends it.</summary>
    public static readonly TimeSpan TimeToWrite = TimeSpan.FromSeconds(1);

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
            case Request.Help help:
                StandardStreams.WriteOutput(HelpText.Build(help.Of), Deadline.Never);
                return 0;
            case Request.Version:
                StandardStreams.WriteOutput($"{ProgramVersion.Text}\n", Deadline.Never);
                return 0;
            case Request.Invalid bad:
                return Refuse(bad, watchdog);
            case Request.Run run:
                return new CheckRun(run, environment, watchdog, isProbe: false).Run();
            case Request.Preflight preflight:
                return PreflightRun.Run(new HostPreflight(preflight.Options, environment, watchdog), preflight.Settings.Output, environment, watchdog);
            case Request.Probe probe:
                StandardStreams.DiscardErrorOnOutput();
                return new CheckRun(probe.Check, environment, watchdog, isProbe: true).Run();
            case Request.Notify notify:
                return NotifyRun.Run(notify, watchdog);
            case Request.History history:
                return new HistoryCommand(history, environment).Run();
            case Request.Wait wait:
                return new WaitRun(wait, environment, watchdog).Run();
            default:
                throw new InvalidOperationException("unknown request");
        }
    }

    /// <summary>keepalived discards standard error: without the log, a typo in its 'script' line is invisible.</summary>
    private static int Refuse(Request.Invalid bad, Watchdog watchdog)
    {
        if (bad.Of.Name == "probe")
        {
            StandardStreams.DiscardErrorOnOutput();
        }

        watchdog.ExpectExitCode(BadCommandLine);
        watchdog.SetDeadline(bad.Settings.Timeout, whenStuck: () => (BadCommandLine, () => { }), lastLine: _ => { });
        using var log = new CheckLog(bad.Settings.LogLevel, bad.Settings.LogFile, watchdog.Deadline, isForFileAlone: true);
        foreach (var reason in bad.Reasons)
        {
            StandardStreams.WriteError(PlainText.Escape($"erhchecker: {reason}") + "\n", watchdog.Deadline);
            log.Write(new Diagnostic(LogLevel.Error, $"invalid command line, exit {BadCommandLine}: {reason}"));
        }

        StandardStreams.WriteError($"Try '{bad.Of.Call} --help'.\n", watchdog.Deadline);
        log.Release();
        return BadCommandLine;
    }
}
