using ErhChecker.Host;
using Serilog.Events;
using Serilog.Formatting;

namespace ErhChecker.Output;

/// <summary>
/// <c>2026-11-22 08:00:00 - INFO - text</c>; the time is local, and left out on standard error, as are the stack traces.
/// </summary>
internal sealed class LineFormatter(bool withTime) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        WriteLine(logEvent, logEvent.MessageTemplate.Text, output);
        if (withTime && logEvent.Exception is { } failed)
        {
            foreach (var line in failed.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                WriteLine(logEvent, line, output);
            }
        }
    }

    private void WriteLine(LogEvent logEvent, string text, TextWriter output)
    {
        if (withTime)
        {
            output.Write(LocalTime.Format(logEvent.Timestamp));
            output.Write(" - ");
        }

        output.Write(SerilogLevels.ToLevel(logEvent.Level).Name());
        output.Write(" - ");
        output.Write(PlainText.Clip(PlainText.Escape(text)));
        output.Write('\n');
    }
}
