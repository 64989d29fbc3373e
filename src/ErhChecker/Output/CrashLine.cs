namespace ErhChecker.Output;

/// <summary>Reports an unexpected exception: an internal error that the developers should be told about.</summary>
internal static class CrashLine
{
    /// <summary>The log's line; the file gets the stack trace too.</summary>
    /// <param name="exitCode">The exit code, which the exception does not change.</param>
    /// <param name="hasLogFile">Whether a log file is named.</param>
    public static LogLine Of(Exception failed, int exitCode, bool hasLogFile) => LogLine.Now(
        LogLevel.Critical,
        $"internal error in erhchecker, exit {exitCode}; "
        + (hasLogFile ? "please report it with the stack trace from the log file" : "please report it; a log file (-f) gets the stack trace too"),
        failed);
}
