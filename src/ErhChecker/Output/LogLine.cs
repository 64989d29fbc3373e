namespace ErhChecker.Output;

/// <summary>A line of the log.</summary>
/// <param name="Time">When it came about.</param>
/// <param name="Text">The text; the log escapes what could inject lines.</param>
/// <param name="Failure">An internal error, whose stack trace follows in the log file; null otherwise.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogLevel Level, string Text, Exception? Failure = null)
{
    /// <summary>A line that comes about now.</summary>
    public static LogLine Now(LogLevel level, string text, Exception? failure = null) => new(DateTimeOffset.UtcNow, level, text, failure);

    /// <summary>Findings that come about now.</summary>
    public static IEnumerable<LogLine> Now(IEnumerable<Diagnostic> findings) => findings.Select(finding => Now(finding.Level, finding.Text));
}
