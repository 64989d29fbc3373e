using System.Text;

namespace ErhChecker.Host;

/// <summary>Standard output and error as they are: a stream that is closed, full or gone changes nothing.</summary>
internal static unsafe class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;
    private const int PipeWrite = 4096; // what a pipe that takes anything takes whole
    private const int ErrorWait = 1000; // ms; a reader that stands still

    private static bool errorStandsStill;

    /// <summary>
    /// Leads what is closed to /dev/null: a socket or log opened later would else become standard error, and take its lines.
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
    public static void WriteOutput(string text) => WriteOutput(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes to standard output; false when nobody takes it any more.</summary>
    public static bool WriteOutput(ReadOnlySpan<byte> bytes) => Descriptors.TryWriteAll(Output, bytes);

    /// <summary>
    /// Writes to standard error. Where nobody reads what is in its pipe, nothing more is written: the log may not keep the
    /// check from deciding.
    /// </summary>
    public static void WriteError(string text)
    {
        ReadOnlySpan<byte> left = Encoding.UTF8.GetBytes(text);
        while (left.Length > 0 && !errorStandsStill)
        {
            var waiting = new Libc.PollDescriptor { Descriptor = Error, Events = Libc.PollOut };
            errorStandsStill = Libc.Poll(&waiting, 1, ErrorWait) == 0;
            var part = Math.Min(left.Length, PipeWrite);
            if (errorStandsStill || !Descriptors.TryWriteAll(Error, left[..part]))
            {
                return;
            }

            left = left[part..];
        }
    }
}
