using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>The log file, opened for appending: several checkers may share it, each line is one write.</summary>
internal sealed class LogFile : IDisposable
{
    private const uint CreateMode = 0x1b6; // 0666, less the umask

    private LogFile(int descriptor) => Descriptor = descriptor;

    /// <summary>The open file.</summary>
    public int Descriptor { get; private set; }

    /// <summary>Opens the log, making it where it is missing; never a folder, and never waits for a pipe's reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The open log, or null.</returns>
    public static LogFile? Open(string path, out string problem)
    {
        const int flags = Libc.OpenWriteOnly | Libc.OpenAppend | Libc.OpenCreate | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec;
        problem = "";
        var descriptor = Libc.Open(path, flags | Libc.OpenNoFollow, CreateMode);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorTooManyLinks)
        {
            if (OthersMayWriteTo(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/"))
            {
                problem = "is a symbolic link in a folder that others may write to, and could lead anywhere";
                return null;
            }

            descriptor = Libc.Open(path, flags, CreateMode);
        }

        if (descriptor >= 0)
        {
            return new LogFile(descriptor);
        }

        problem = $"cannot be opened: {Libc.LastErrorText()}";
        return null;
    }

    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = Libc.Close(Descriptor);
            Descriptor = -1;
        }
    }

    private static bool OthersMayWriteTo(string folder)
    {
        try
        {
            return (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
