using ErhChecker.Host;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.File;

namespace ErhChecker.Output;

/// <summary>
/// The log, to standard error and to a file. It never throws, and what goes wrong with the file is said on standard error,
/// once. Serilog is set up with the first line: a healthy check writes none.
/// </summary>
internal sealed class Log : IDisposable
{
    private const int MaxLine = 8 * 1024; // characters; several checkers may write to one file, in lines

    private readonly LogLevel least;
    private readonly string? path;
    private readonly List<string> warnings = [];
    private readonly Lock writing = new();
    private Logger? logger;
    private bool fileFailed;

    /// <summary>Prepares a log; opens nothing yet.</summary>
    /// <param name="least">The least level that is written.</param>
    /// <param name="path">The file, or null.</param>
    public Log(LogLevel least, string? path)
    {
        this.least = least;
        this.path = path;
    }

    /// <summary>The texts of all warnings and errors of this check, written or not.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Whether the steps of the check are wanted.</summary>
    public bool IsDebug => least == LogLevel.Debug;

    /// <summary>Writes what a stage found.</summary>
    public void Write(Notice notice) => Write(notice.Level, notice.Text);

    /// <summary>Writes what stages found.</summary>
    public void Write(IEnumerable<Notice> notices)
    {
        foreach (var notice in notices)
        {
            Write(notice);
        }
    }

    /// <summary>Writes the verdict, which is no warning of its own whatever its level.</summary>
    public void WriteVerdict(LogLevel level, string text) => WriteLine(level, Clipped(text));

    /// <summary>
    /// Where nothing was written, sees that it could have been: an operator learns of a log that cannot be opened before
    /// the night on which it is needed.
    /// </summary>
    public void CheckFile()
    {
        lock (writing)
        {
            if (path is not null && logger is null && !fileFailed)
            {
                using var file = LogFile.Open(path, out var problem);
                if (file is null)
                {
                    FileFailed(problem);
                }
            }
        }
    }

    public void Dispose() => logger?.Dispose();

    private void Write(LogLevel level, string text)
    {
        text = Clipped(text);
        if (level is LogLevel.Warning or LogLevel.Error)
        {
            lock (writing)
            {
                warnings.Add(text);
            }
        }

        WriteLine(level, text);
    }

    private void WriteLine(LogLevel level, string text)
    {
        lock (writing)
        {
            if (level < least)
            {
                return;
            }

            try
            {
                logger ??= Open();
                logger.Write(new LogEvent(DateTimeOffset.Now, SerilogLevels.ToSerilog(level), null, Template(text), []));
            }
            catch (Exception failed)
            {
                // A log may not decide about a virtual IP, whatever is wrong with it.
                FileFailed($"failed: {failed.GetType().Name}");
            }
        }
    }

    private static string Clipped(string text) =>
        text.Length <= MaxLine ? text : $"{text.AsSpan(0, MaxLine)}… (cut, it has {text.Length} characters)";

    /// <summary>The text is no template: braces from outside stay braces.</summary>
    private static MessageTemplate Template(string text) => new(text, [new TextToken(text)]);

    private Logger Open()
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new StandardErrorSink());
        if (path is not null && !fileFailed)
        {
#pragma warning disable CA2000 // the sink owns the stream, which owns the file
            if (LogFile.Open(path, out var problem) is not { } file)
            {
                FileFailed(problem);
            }
            else
            {
                // The sink would make missing folders, follow links and write where it once saw the end of the file. It is
                // given /dev/null to open, and then the file as it was opened here.
                configuration.WriteTo.File(
                    new LineFormatter(withTime: true),
                    "/dev/null",
                    fileSizeLimitBytes: null,
                    hooks: new OpenedFile(new LineStream(file, why => FileFailed($"cannot be written: {why}"))));
#pragma warning restore CA2000
            }
        }

        return configuration.CreateLogger();
    }

    private void FileFailed(string problem)
    {
        if (fileFailed)
        {
            return;
        }

        fileFailed = true;
        var text = $"the log file {path} {problem}; the check goes on without it";
        warnings.Add(text);
        StandardStreams.WriteError($"{LogLevel.Error.Name()} - {PlainText.Escape(text)}\n");
    }

    private sealed class OpenedFile(Stream stream) : FileLifecycleHooks
    {
        public override Stream OnFileOpened(Stream underlyingStream, System.Text.Encoding encoding)
        {
            underlyingStream.Dispose();
            return stream;
        }
    }
}
