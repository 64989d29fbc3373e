using ErhChecker.Host;
using Serilog.Core;
using Serilog.Events;

namespace ErhChecker.Output;

/// <summary>The log on standard error.</summary>
/// <param name="deadline">Until when to wait for a reader.</param>
internal sealed class StandardErrorSink(Deadline deadline) : ILogEventSink
{
    private readonly LineFormatter formatter = new(withTime: false);

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        formatter.Format(logEvent, line);
        StandardStreams.WriteError(line.ToString(), deadline);
    }
}
