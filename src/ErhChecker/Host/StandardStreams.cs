using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>Standard output and standard error. A stream that is closed, full or broken never changes the check.</summary>
internal static class StandardStreams
{
    private const int InputNumber = 0;
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    private static readonly SafeFileHandle Output = new(OutputNumber, ownsHandle: false);
    private static readonly SafeFileHandle Error = new(ErrorNumber, ownsHandle: false);

    /// <summary>How long to wait for a reader of standard error; with keepalived it is /dev/null.</summary>
    private static readonly TimeSpan ErrorWait = TimeSpan.FromSeconds(1);

    private static bool errorFailed;

    /// <summary>
    /// Opens closed standard streams: otherwise a socket, the log or a pipe of the runtime's, opened later, would become standard
    /// error. Not on /dev/null, which may be missing: on the reading end of a pipe, where a read is the end of the
    /// input, and a write an error that is ignored.
    /// </summary>
    public static unsafe void FillClosed()
    {
        var ends = stackalloc int[2];
        for (var descriptor = InputNumber; descriptor <= ErrorNumber; descriptor++)
        {
            // The reading end gets the lowest free number, this one.
            if (Libc.fcntl(descriptor, Libc.F_GETFD) < 0 && Libc.pipe2(ends, 0) == 0)
            {
                _ = Libc.close(ends[1]);
            }
        }
    }

    /// <summary>
    /// What reads as empty and takes what is written: /dev/null; where that cannot be opened, the reading end of a pipe without
    /// a writer, as in <see cref="FillClosed"/>.
    /// </summary>
    public static unsafe SafeFileHandle OpenNull()
    {
        var opened = Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        var ends = stackalloc int[2];
        if (!opened.IsInvalid || Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            return opened;
        }

        opened.Dispose();
        _ = Libc.close(ends[1]);
        return new SafeFileHandle(ends[0], ownsHandle: true);
    }

    public static SafeFileHandle Input { get; } = new(InputNumber, ownsHandle: false);

    /// <summary>
    /// Discards standard error where it is the same file as standard output: inetd(8) connects both to the client, and log lines
    /// would be part of the response.
    /// </summary>
    public static void DiscardErrorOnOutput()
    {
        if (FileStatus.IsSame(Output, Error))
        {
            using var nowhere = OpenNull();
            errorFailed = Libc.dup2(nowhere, ErrorNumber) < 0;
        }
    }

    /// <summary>Ends the output of a socket, so that its peer need not wait for the end of the process; without effect on others.</summary>
    public static void ShutDownOutput() => _ = Libc.shutdown(Output, Libc.SHUT_WR);

    public static bool OutputIsTerminal => Libc.isatty(OutputNumber) == 1;

    public static bool ErrorIsTerminal => Libc.isatty(ErrorNumber) == 1;

    /// <summary>The number of columns of the terminal that standard output is; 80 where it does not tell.</summary>
    public static int OutputWidth => WidthOf(OutputNumber);

    /// <summary>The number of columns of the terminal that standard error is; 80 where it does not tell.</summary>
    public static int ErrorWidth => WidthOf(ErrorNumber);

    /// <summary>Writes to standard output.</summary>
    /// <param name="deadline">Until when to wait for a reader.</param>
    public static void WriteOutput(string text, Deadline deadline) => WriteOutput(Encoding.UTF8.GetBytes(text), deadline);

    /// <summary>Writes to standard output; false when its reader is gone or did not read in time.</summary>
    public static bool WriteOutput(ReadOnlySpan<byte> bytes, Deadline deadline) => DescriptorWriter.TryWriteUntil(Output, bytes, deadline);

    /// <summary>Writes to standard error. After a failure, nothing more is written.</summary>
    /// <param name="deadline">Until when to wait for a reader, and no longer than 1 s.</param>
    public static void WriteError(string text, Deadline deadline) =>
        errorFailed = errorFailed
            || !DescriptorWriter.TryWriteUntil(Error, Encoding.UTF8.GetBytes(text), deadline.Within(ErrorWait));

    private static unsafe int WidthOf(int descriptor)
    {
        Libc.winsize size;
        return Libc.ioctl(descriptor, Libc.TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    }
}
