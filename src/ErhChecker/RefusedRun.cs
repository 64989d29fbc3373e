using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>An invalid command line. keepalived discards standard error: without the log, a typo in its 'script' line is invisible.</summary>
internal sealed class RefusedRun(Request.Invalid request, RunClock clock) : IRun
{
    private const int BadCommandLine = 2;

    public TimeSpan TimeLimit => request.Settings.Timeout;

    public void Work()
    {
    }

    public Outcome End(Exception? failure)
    {
        var settings = request.Settings;
        var log = new CheckLog(settings.LogLevel, settings.LogFile, clock.Deadline)
        {
            Files = new(settings.ZitiBinaryFile, settings.ReadFiles, settings.WrittenFiles),
        };
        var lines = request.Reasons.Select(reason => LogLine.Now(LogLevel.Error, $"invalid command line, exit {BadCommandLine}: {reason}")).ToList();
        var text = string.Concat(request.Reasons.Select(reason => PlainText.Escape($"erhchecker: {reason}") + "\n")) + $"Try '{request.Of.Call} --help'.\n";
        Action[] looking = [.. settings.ReadFiles.Select(file => (Action)(() => log.Files.AddRead(file.Name, file.Path)))];
        return new(BadCommandLine, [() => StandardStreams.WriteError(text, clock.Deadline), .. looking, () => log.WriteToFile(lines)])
        {
            WriteLastLine = log.AppendLastLine,
        };
    }
}
