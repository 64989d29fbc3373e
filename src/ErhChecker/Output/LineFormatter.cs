using ErhChecker.Host;
using Serilog.Events;
using Serilog.Formatting;

namespace ErhChecker.Output;

/// <summary><c>2026-11-22 08:00:00 - INFO - text</c>; the time is local, and left out on standard error.</summary>
internal sealed class LineFormatter(bool withTime) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        if (withTime)
        {
            output.Write(LocalTime.Text(logEvent.Timestamp));
            output.Write(" - ");
        }

        output.Write(SerilogLevels.ToLevel(logEvent.Level).Name());
        output.Write(" - ");
        output.Write(PlainText.Escape(logEvent.MessageTemplate.Text));
        output.Write('\n');
    }
}
