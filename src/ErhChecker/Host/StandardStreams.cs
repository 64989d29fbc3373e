using System.Text;

namespace ErhChecker.Host;

/// <summary>Standard output and error as they are: a stream that is closed, full or gone changes nothing.</summary>
internal static unsafe class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

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
    public static void WriteOutput(string text) => Write(Output, text);

    /// <summary>Writes to standard error.</summary>
    public static void WriteError(string text) => Write(Error, text);

    private static void Write(int descriptor, string text) => _ = Descriptors.TryWriteAll(descriptor, Encoding.UTF8.GetBytes(text));
}
