using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Reports an unexpected exception: an internal error that the developers should be told about.</summary>
internal static class CrashReport
{
    /// <summary>Writes a line to standard error, and to the log the same line and the stack trace; never throws.</summary>
    /// <param name="failed">The exception.</param>
    /// <param name="exitCode">The exit code, which the exception does not change.</param>
    /// <param name="log">The log, or null when there is none yet.</param>
    public static void Write(Exception failed, int exitCode, CheckLog? log)
    {
        try
        {
            log?.Release();
            log?.CheckFile();
            var request = log switch
            {
                null => "please report it with the command line",
                { HasFile: true } => "please report it with the stack trace from the log file",
                _ => "please report it; a log file (-f) gets the stack trace too",
            };
            var text = $"internal error in erhchecker, exit {exitCode}; {request}";
            if (log is null)
            {
                StandardStreams.WriteError($"{LogLevel.Critical.Name()} - {PlainText.Escape(text)}\n", Deadline.After(TimeSpan.Zero));
                return;
            }

            log.WriteFailure(text, failed);
        }
        catch (Exception)
        {
            // Out of memory, for example: only the exit code counts.
        }
    }
}
