using ErhChecker.Host;
using ErhChecker.Notify;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary><c>erhchecker notify</c>: runs it under the watchdog.</summary>
internal static class NotifyRun
{
    /// <summary>Records the transition.</summary>
    /// <returns>The exit code, always 0: keepalived ignores it.</returns>
    public static int Run(Request.Notify request, Watchdog watchdog)
    {
        Signals.Ignore(Libc.SIGTERM); // a keepalived that stops sends it to its scripts, and STOP is to be recorded
        var deadline = Deadline.After(NotifyCommand.MaxTime);
        using var log = new CheckLog(request.Settings.LogLevel, request.Settings.LogFile, deadline);
        var command = new NotifyCommand(request, log, deadline);
        watchdog.ExpectExitCode(0);
        watchdog.SetDeadline(NotifyCommand.MaxTime, whenStuck: () => (0, command.WhenStuck), lastLine: log.AppendLastLine);
        try
        {
            command.Run();
        }
        catch (Exception failed)
        {
            command.WhenStuck();
            CrashReport.Write(failed, 0, log);
        }

        return 0;
    }
}
