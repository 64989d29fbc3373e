using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>The log file, opened for appending: several checkers may share it, each line is one write.</summary>
internal sealed class LogFile : IDisposable
{
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xa000;
    private const uint CreateMode = 0x1b6; // 0666, less the umask

    private LogFile(int descriptor) => Descriptor = descriptor;

    /// <summary>The open file.</summary>
    public int Descriptor { get; private set; }

    /// <summary>
    /// Opens the log, making it where it is missing; never a folder, and never waits for a pipe's reader. The path is gone
    /// step by step: a symbolic link is followed only where nobody but root and this user could have laid it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The open log, or null.</returns>
    public static LogFile? Open(string path, out string problem)
    {
        const int flags = Libc.OpenWriteOnly | Libc.OpenAppend | Libc.OpenCreate | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec;
        var folderFlags = Libc.OpenPath | Libc.OpenFolder | Libc.OpenCloseOnExec;
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length == 0 || path.EndsWith('/'))
        {
            problem = "cannot be opened: it names a folder";
            return null;
        }

        var folder = Libc.Open(path.StartsWith('/') ? "/" : ".", folderFlags, 0);
        for (var at = 0; folder >= 0 && at < steps.Length - 1; at++)
        {
            var next = Step(folder, steps[at], folderFlags, Libc.ErrorNotDirectory, out problem);
            _ = Libc.Close(folder);
            if (next < 0)
            {
                return null;
            }

            folder = next;
        }

        if (folder < 0)
        {
            problem = $"cannot be opened: {Libc.LastErrorText()}";
            return null;
        }

        var file = Step(folder, steps[^1], flags, Libc.ErrorTooManyLinks, out problem);
        _ = Libc.Close(folder);
        return file < 0 ? null : new LogFile(file);
    }

    /// <summary>
    /// Whether what stands in it does not end with a line feed. The log is open for appending alone, so it is read over the
    /// descriptor's name in /proc; where that or the right to read is missing, the last line passes for whole.
    /// </summary>
    public unsafe bool EndsInsideLine
    {
        get
        {
            const int fromEnd = 2;
            if (!IsOfKind(Descriptor, "", Libc.AtEmptyPath, RegularFile))
            {
                return false;
            }

            var reader = Libc.Open($"/proc/self/fd/{Descriptor}", Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec, 0);
            if (reader < 0)
            {
                return false;
            }

            Span<byte> last = stackalloc byte[1];
            nint got;
            fixed (byte* free = last)
            {
                got = Libc.Seek(reader, -1, fromEnd) < 0 ? -1 : Libc.Read(reader, free, 1);
            }

            _ = Libc.Close(reader);
            return got == 1 && last[0] != '\n';
        }
    }

    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = Libc.Close(Descriptor);
            Descriptor = -1;
        }
    }

    /// <summary>One step of the path.</summary>
    /// <param name="folder">The folder to go from.</param>
    /// <param name="name">What to open there.</param>
    /// <param name="flags">How.</param>
    /// <param name="linkError">What the system says of a link that is not followed.</param>
    /// <param name="problem">Why it cannot be opened.</param>
    /// <returns>The descriptor, below 0 when there is none.</returns>
    private static int Step(int folder, string name, int flags, int linkError, out string problem)
    {
        problem = "";
        var opened = Libc.OpenAt(folder, name, flags | Libc.OpenNoFollow, CreateMode);
        if (opened < 0 && Marshal.GetLastPInvokeError() == linkError)
        {
            if (OthersMayWriteTo(folder))
            {
                // Two causes of one error; the file may have been changed since.
                problem = IsOfKind(folder, name, Libc.AtNoFollow, SymbolicLink)
                    ? $"is not opened: '{name}' is a symbolic link where others may write, and could lead anywhere"
                    : $"cannot be opened: '{name}' is no folder";
                return -1;
            }

            opened = Libc.OpenAt(folder, name, flags, CreateMode);
        }

        if (opened < 0)
        {
            problem = $"cannot be opened: {Libc.LastErrorText()}";
        }

        return opened;
    }

    private static unsafe bool IsOfKind(int folder, string name, int flags, int kind)
    {
        const int kindMask = 0xf000;
        Libc.FileStatus status;
        return Libc.Status(folder, name, flags, Libc.StatusMode | Libc.StatusType, &status) == 0 && (status.Mode & kindMask) == kind;
    }

    private static unsafe bool OthersMayWriteTo(int folder)
    {
        const int groupOrOthers = 0x12; // 0022
        Libc.FileStatus status;
        return Libc.Status(folder, "", Libc.AtEmptyPath, Libc.StatusMode | Libc.StatusUser, &status) != 0
            || (status.Mode & groupOrOthers) != 0
            || (status.User != 0 && status.User != Libc.EffectiveUser());
    }
}
