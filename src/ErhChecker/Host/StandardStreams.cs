using System.Text;

namespace ErhChecker.Host;

/// <summary>Standard output and error as they are: a stream that is closed, full or gone changes nothing.</summary>
internal static class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>The longest wait for a reader of standard error that stands still; keepalived's is /dev/null.</summary>
    private static readonly TimeSpan ErrorWait = TimeSpan.FromSeconds(1);

    private static bool errorFailed;

    /// <summary>
    /// Opens what is closed on /dev/null: a socket or log opened later would else become standard error, and take its lines.
    /// </summary>
    public static void FillClosed()
    {
        for (var descriptor = 0; descriptor <= Error; descriptor++)
        {
            if (Libc.FileControl(descriptor, Libc.GetDescriptorFlags) < 0)
            {
                _ = Libc.Open("/dev/null", Libc.OpenReadWrite, 0); // takes the lowest number that is free: this one
            }
        }
    }

    /// <summary>Whether standard output is a terminal.</summary>
    public static bool OutputIsTerminal => Libc.IsTerminal(Output) == 1;

    /// <summary>Writes to standard output.</summary>
    /// <param name="text">The text.</param>
    /// <param name="deadline">Until when to wait for a reader.</param>
    public static void WriteOutput(string text, Deadline deadline) => WriteOutput(Encoding.UTF8.GetBytes(text), deadline);

    /// <summary>Writes to standard output; false when nobody reads it any more, or not in time.</summary>
    public static bool WriteOutput(ReadOnlySpan<byte> bytes, Deadline deadline) => Descriptors.TryWriteBy(Output, bytes, deadline);

    /// <summary>Writes to standard error. Where nobody reads what is in its pipe, nothing more is written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="deadline">Until when to wait for a reader, and no longer than 1 s.</param>
    public static void WriteError(string text, Deadline deadline) =>
        errorFailed = errorFailed
            || !Descriptors.TryWriteBy(Error, Encoding.UTF8.GetBytes(text), deadline.Within(ErrorWait));
}
