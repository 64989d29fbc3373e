using ErhChecker.Host;
using ErhChecker.Notify;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary><c>erhchecker notify</c>, and its log. keepalived ignores the exit code, and sends SIGTERM to its scripts when it stops: STOP is to be recorded.</summary>
internal sealed class NotifyRun(Request.Notify request, RunClock clock) : IRun
{
    private readonly NotifyCommand command = new(request, clock.Deadline);

    public TimeSpan TimeLimit => NotifyCommand.MaxTime;

    public bool EndsBySignals => false;

    public void Work() => command.Run();

    public Outcome End(Exception? failure)
    {
        var settings = request.Settings;
        var log = new CheckLog(settings.LogLevel, settings.LogFile, clock.Deadline) { Files = command.Files };
        LogLine[] crash = failure is null ? [] : [CrashLine.Of(failure, exitCode: 0, settings.LogFile is not null)];
        return new(
            0,
            [command.RecordUnlessDone, () => log.WriteToStandardError([.. command.Log, .. crash]), () => log.WriteToFile([.. command.Log, .. crash])])
        {
            WriteLastLine = log.AppendLastLine,
        };
    }
}
