using ErhChecker.Decision;
using ErhChecker.History;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>Writes what a check found: to the log, the files and standard output. Each is a step of its own: one that blocks keeps nothing from the others.</summary>
/// <param name="lines">The lines of the log that led to it.</param>
/// <param name="read">The files that the check has read.</param>
internal sealed class CheckOutput(
    CheckSettings settings,
    IReadOnlyDictionary<string, string> environment,
    CheckResult result,
    IReadOnlyList<LogLine> lines,
    CheckedFiles read,
    RunClock clock)
{
    private readonly CheckLog log = new(settings.LogLevel, settings.LogFile, clock.Deadline)
    {
        Files = new(settings.ZitiBinaryFile, [.. ReadFiles(settings, read)], settings.WrittenFiles),
    };

    private readonly Lock changing = new(); // steps run on several threads when one blocks
    private readonly List<LogLine> late = [];

    /// <summary>The texts of all warnings and errors, written or not.</summary>
    private IReadOnlyList<string> Warnings
    {
        get
        {
            lock (changing)
            {
                var found = lines.Concat(late).Where(line => line.Level is LogLevel.Warning or LogLevel.Error).Select(line => PlainText.Clip(line.Text));
                return [.. found, .. log.Problem is { } problem ? [problem] : Array.Empty<string>()];
            }
        }
    }

    /// <summary>
    /// The steps. The log comes first, as the files name what is wrong with it; where time is short, the files do.
    /// </summary>
    public IReadOnlyList<Action> Steps()
    {
        IEnumerable<LogLine> verdict = [LogLine.Now(VerdictLine.LevelOf(result.Verdict.State), VerdictLine.Format(result))];
        var isSilent = result.Verdict.State == CheckState.Healthy && settings.LogLevel != LogLevel.Debug;
        LogLine[] all = [.. lines, .. isSilent ? [] : verdict];
        var isWritten = all.Any(line => line.Level >= settings.LogLevel);
        var (file, history) = (settings.LogFile, settings.HistoryFile);

        // A check that a signal ended before it decided leaves these as they are: their age is the alarm.
        var (status, metrics) = result.EndedBy is null ? (settings.StatusFile, settings.MetricsFile) : (null, null);
        List<Action> looking = [];
        List<Action> logging = [];
        List<Action> files = [];
        foreach (var (name, path) in ReadFiles(settings, read).Where(_ => (file ?? status ?? metrics ?? history) is not null))
        {
            // Where time is short, only what is known to respond.
            Add(looking, path is not null && (read.Read.Contains(path, StringComparer.Ordinal) || !clock.Deadline.IsOver), () => log.Files.AddRead(name, path));
        }

        Add(logging, isWritten, () => log.WriteToStandardError(all));
        Add(logging, file is not null && isWritten, () => log.WriteToFile(all));
        Add(logging, file is not null && !isWritten, log.CheckFile);
        Add(files, status is not null, () => Found(ResultFiles.WriteStatus(status!, result, Warnings, log.Files)));
        Add(files, metrics is not null, () => Found(ResultFiles.WriteMetrics(metrics!, result, Warnings.Count, settings.MaintenanceFile, log.Files)));
        Add(files, history is not null, () => Found(HistoryFile.Append(history!, result, log.Files)));
        List<Action> steps = clock.Deadline.IsOver ? [.. looking, .. files, .. logging] : [.. looking, .. logging, .. files];
        Add(steps, files.Count > 0, WriteLate);
        Add(steps, settings.Output is OutputFormat.Json or OutputFormat.Text || IsTerminal, Show);
        return steps;
    }

    /// <summary>Appends why the process ends to the log, past what else is being written to it.</summary>
    public void WriteLastLine(string text) => log.AppendLastLine(text);

    private static IEnumerable<(string Name, string? Path)> ReadFiles(CheckSettings settings, CheckedFiles read) =>
        settings.ReadFiles.Concat(read.Endpoints.Select(path => ("the endpoints file", (string?)path)));

    private bool IsTerminal => settings.Output is OutputFormat.Auto or OutputFormat.Text && StandardStreams.OutputIsTerminal;

    private static void Add(List<Action> steps, bool isNeeded, Action step)
    {
        if (isNeeded)
        {
            steps.Add(step);
        }
    }

    private void Found(Diagnostic? problem)
    {
        if (problem is { } found)
        {
            lock (changing)
            {
                late.Add(LogLine.Now(found.Level, found.Text));
            }
        }
    }

    /// <summary>Logs what went wrong with the files.</summary>
    private void WriteLate()
    {
        LogLine[] found;
        lock (changing)
        {
            found = [.. late];
        }

        log.WriteToStandardError(found);
        log.WriteToFile(found);
    }

    private void Show()
    {
        var writing = Deadline.After(clock.Deadline.Left + Program.TimeToWrite);
        if (settings.Output == OutputFormat.Json)
        {
            using var output = new OutputStream(writing);
            JsonOutput.Write(output, result, Warnings);
        }
        else
        {
            StandardStreams.WriteOutput(TextOutput.Format(Inputs(), result, Warnings, Paint.IsEnabled(IsTerminal, environment)), writing);
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
