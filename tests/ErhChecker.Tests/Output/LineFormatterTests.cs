using ErhChecker.Output;
using Serilog.Events;
using Serilog.Parsing;

namespace ErhChecker.Tests.Output;

/// <summary>The log's line: <c>2026-11-22 08:00:00 - INFO - text</c>.</summary>
public class LineFormatterTests
{
    [Theory]
    [InlineData("x\n2026-11-22 08:00:00 - CRITICAL - forged\u001b[2J", "x\\u000a2026-11-22 08:00:00 - CRITICAL - forged\\u001b[2J")]
    [InlineData("braces {stay} {{braces}} {@x} {0}", "braces {stay} {{braces}} {@x} {0}")]
    public void A_text_is_one_line_whatever_it_holds(string text, string written) =>
        Assert.Equal($"INFO - {written}\n", Format(false, DateTimeOffset.Now, LogLevel.Info, text));

    private static string Format(bool withTime, DateTimeOffset time, LogLevel level, string text)
    {
        using var output = new StringWriter();
        new LineFormatter(withTime).Format(
            new LogEvent(time, SerilogLevels.ToSerilog(level), null, new MessageTemplate(text, [new TextToken(text)]), []), output);
        return output.ToString();
    }
}
