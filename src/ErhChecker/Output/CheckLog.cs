using System.Text;
using ErhChecker.Host;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace ErhChecker.Output;

/// <summary>
/// The log, to standard error and to a file. It never throws; a failure of the file is reported on standard error, once. Nothing
/// is written before <see cref="Release"/>: a log on a file system that hangs must not keep the check from its verdict. Serilog is set up with the first line: a healthy check writes none.
/// </summary>
/// <param name="least">The minimum level that is written.</param>
/// <param name="path">The file, or null.</param>
/// <param name="deadline">Until when to wait for a reader of standard error.</param>
/// <param name="isForFileAlone">Whether standard error gets only failures of the file.</param>
internal sealed class CheckLog(LogLevel least, string? path, Deadline deadline, bool isForFileAlone = false) : IDisposable
{
    /// <summary>What this file is among <see cref="UsedFiles"/>.</summary>
    public const string Name = "the log file";

    private readonly Lock holding = new(); // the watchdog may release the lines while the check writes more
    private readonly List<Line> held = [];
    private readonly List<string> warnings = [];
    private Logger? standardError;
    private Logger? file;
    private bool isReleased;
    private bool fileFailed;

    /// <summary>The texts of all warnings and errors of this check, written or not.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (holding)
            {
                return [.. warnings];
            }
        }
    }

    /// <summary>Whether lines are written to a file too; false once that has failed.</summary>
    public bool HasFile => path is not null && !fileFailed;

    /// <summary>The files of the check, which must not be each other's.</summary>
    public UsedFiles Files { get; init; } = UsedFiles.None;

    /// <summary>Whether the steps of the check are logged.</summary>
    public bool IsDebug => least == LogLevel.Debug;

    /// <summary>Takes a finding of a stage.</summary>
    public void Write(Diagnostic diagnostic)
    {
        lock (holding)
        {
            if (diagnostic.Level is LogLevel.Warning or LogLevel.Error)
            {
                warnings.Add(PlainText.Clip(diagnostic.Text));
            }
        }

        WriteLine(diagnostic.Level, diagnostic.Text);
    }

    /// <summary>Takes findings of stages.</summary>
    public void Write(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Write(diagnostic);
        }
    }

    /// <summary>Takes the verdict, which is not one of <see cref="Warnings"/> whatever its level.</summary>
    public void WriteVerdict(LogLevel level, string text) => WriteLine(level, text);

    /// <summary>Takes an internal error; the file gets the stack trace too.</summary>
    public void WriteFailure(string text, Exception failed) => WriteLine(LogLevel.Critical, text, failed);

    /// <summary>Writes the lines that were held back, in order and with their times; from now on each line is written at once.</summary>
    public void Release()
    {
        Line[] lines;
        lock (holding)
        {
            isReleased = true;
            lines = [.. held];
            held.Clear();
        }

        // Standard error first: a file that hangs must not delay it.
        var events = lines.Select(ToEvent).ToArray();
        foreach (var logEvent in events)
        {
            EmitToStandardError(logEvent);
        }

        foreach (var logEvent in events)
        {
            EmitToFile(logEvent);
        }
    }

    /// <summary>
    /// When nothing was written, checks that the file can be opened: an operator has to learn of it before the log is needed.
    /// </summary>
    public void CheckFile()
    {
        if (path is not null && file is null && !fileFailed)
        {
            using var log = Open(path, out var problem);
            if (log is null)
            {
                FileFailed(problem);
            }
        }
    }

    /// <summary>
    /// Appends a line at ERROR to the file, past what else is being written to it: for a process that has milliseconds left.
    /// keepalived discards standard error, and without the line nothing explains why the VIP moved.
    /// </summary>
    public void AppendLastLine(string text)
    {
        if (path is null || least > LogLevel.Error)
        {
            return;
        }

        using var opened = Open(path, out _);
        if (opened is not null)
        {
            var line = $"{(opened.EndsInsideLine ? "\n" : "")}{LocalTime.Format(DateTimeOffset.UtcNow)} - {LogLevel.Error.Name()} - {PlainText.Escape(text)}\n";
            _ = opened.TryAppend(Encoding.UTF8.GetBytes(line), out _, out _);
        }
    }

    public void Dispose()
    {
        standardError?.Dispose();
        file?.Dispose();
    }

    private void WriteLine(LogLevel level, string text, Exception? failed = null)
    {
        if (level < least)
        {
            return;
        }

        var line = new Line(DateTimeOffset.UtcNow, level, text, failed);
        lock (holding)
        {
            if (!isReleased)
            {
                held.Add(line);
                return;
            }
        }

        EmitToStandardError(ToEvent(line));
        EmitToFile(ToEvent(line));
    }

    /// <summary>The text is not parsed as a template: braces in it are literal.</summary>
    private static LogEvent ToEvent(Line line) => new(
        line.Time, SerilogLevels.ToSerilog(line.Level), line.Failed, new MessageTemplate(line.Text, [new TextToken(line.Text)]), []);

    private void EmitToStandardError(LogEvent logEvent)
    {
        if (isForFileAlone)
        {
            return;
        }

        standardError ??= new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new StandardErrorSink(deadline)).CreateLogger();
        standardError.Write(logEvent);
    }

    private void EmitToFile(LogEvent logEvent)
    {
        if (path is null || fileFailed)
        {
            return;
        }

        file ??= OpenFile(path);
        file?.Write(logEvent);
    }

    private LogFile? Open(string path, out string problem) =>
        LogFile.Open(path, out problem, target => Files.WhyNotWrite(Name, path, target));

    private Logger? OpenFile(string path)
    {
#pragma warning disable CA2000 // the sink owns the file, and the logger the sink
        if (Open(path, out var problem) is not { } opened)
        {
            FileFailed(problem);
            return null;
        }

        var sink = new LogFileSink(opened, failure => FileFailed($"cannot be written: {failure}"));
        return sink.AddTo(new LoggerConfiguration().MinimumLevel.Verbose().WriteTo).CreateLogger();
#pragma warning restore CA2000
    }

    private void FileFailed(string problem)
    {
        if (fileFailed)
        {
            return;
        }

        fileFailed = true;
        var text = $"the log file {path} {problem}; the check continues without it";
        lock (holding)
        {
            warnings.Add(text);
        }

        StandardStreams.WriteError($"{LogLevel.Error.Name()} - {PlainText.Escape(text)}\n", deadline);
    }

    private readonly record struct Line(DateTimeOffset Time, LogLevel Level, string Text, Exception? Failed);
}
