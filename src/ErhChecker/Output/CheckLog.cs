using System.Text;
using ErhChecker.Host;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace ErhChecker.Output;

/// <summary>
/// The log, to standard error and to a file. It never throws; a failure of the file is reported on standard error, once. Serilog is set up with the
/// first line: a healthy check writes none.
/// </summary>
/// <param name="minimum">The minimum level that is written.</param>
/// <param name="path">The file, or null.</param>
/// <param name="deadline">Until when to wait for a reader of standard error.</param>
#pragma warning disable CA1001 // the log is open until the process ends
internal sealed class CheckLog(LogLevel minimum, string? path, Deadline deadline)
#pragma warning restore CA1001
{
    /// <summary>What this file is among <see cref="UsedFiles"/>.</summary>
    public const string Name = "the log file";

    private Logger? standardError;
    private Logger? file;

    /// <summary>The files of the check, which must not be each other's.</summary>
    public UsedFiles Files { get; init; } = UsedFiles.None;

    /// <summary>Why the file cannot be opened or written; null while it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes lines to standard error.</summary>
    public void WriteToStandardError(IEnumerable<LogLine> lines)
    {
        foreach (var line in lines.Where(line => line.Level >= minimum))
        {
            standardError ??= new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new StandardErrorSink(deadline)).CreateLogger();
            standardError.Write(ToEvent(line));
        }
    }

    /// <summary>Writes lines to the file, where there is one.</summary>
    public void WriteToFile(IEnumerable<LogLine> lines)
    {
        foreach (var line in lines.Where(line => line.Level >= minimum))
        {
            if (path is null || Problem is not null)
            {
                return;
            }

            file ??= OpenFile(path);
            file?.Write(ToEvent(line));
        }
    }

    /// <summary>
    /// When nothing was written, checks that the file can be opened: an operator has to learn of it before the log is needed.
    /// </summary>
    public void CheckFile()
    {
        if (path is not null && file is null && Problem is null)
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
        if (path is null || minimum > LogLevel.Error)
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

    /// <summary>The text is not parsed as a template: braces in it are literal.</summary>
    private static LogEvent ToEvent(LogLine line) => new(
        line.Time, SerilogLevels.ToSerilog(line.Level), line.Failure, new MessageTemplate(line.Text, [new TextToken(line.Text)]), []);

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
        if (Problem is null)
        {
            Problem = $"the log file {path} {problem}; the check continues without it";
            StandardStreams.WriteError($"{LogLevel.Error.Name()} - {PlainText.Escape(Problem)}\n", deadline);
        }
    }
}
