using System.Text;
using ErhChecker.Host;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.File;

namespace ErhChecker.Output;

/// <summary>
/// The log file, as it was opened here, under Serilog's file sink. That sink opens a path itself: it would create missing folders, follow
/// links, wait for a pipe's reader, and write where it once saw the end of the file. So it gets the kernel's name for the open file,
/// and writes to the file that is open. Where it cannot (no /proc, an append-only file, a device or a pipe), this writes the same lines.
/// </summary>
/// <param name="file">The open log.</param>
/// <param name="onFailure">Takes the system's reason when a line could not be written.</param>
internal sealed class LogFileSink(LogFile file, Action<string> onFailure) : FileLifecycleHooks, ILogEventSink, ILoggingFailureListener, IDisposable
{
    private readonly LineFormatter formatter = new(withTime: true);
    private readonly LineStream lines = new(file);

    /// <summary>Adds it to a logger.</summary>
    public LoggerConfiguration AddTo(LoggerSinkConfiguration sinks) => file.IsRegularFile
        ? sinks.Fallible(sink => sink.File(formatter, file.KernelPath, fileSizeLimitBytes: null, hooks: this), this)
        : sinks.Sink(this);

    /// <summary>Called by the file sink, which has opened the log once more.</summary>
    public override Stream OnFileOpened(Stream underlyingStream, Encoding encoding)
    {
        underlyingStream.Dispose();
        return lines;
    }

    /// <summary>Called by the file sink for a line that it could not write.</summary>
    public void OnLoggingFailed(
        object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        foreach (var logEvent in events ?? [])
        {
            Emit(logEvent);
        }
    }

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        formatter.Format(logEvent, line);
        try
        {
            lines.Write(Encoding.UTF8.GetBytes(line.ToString()));
            lines.Flush();
        }
        catch (IOException failed)
        {
            onFailure(failed.Message);
        }
    }

    public void Dispose() => lines.Dispose();
}
