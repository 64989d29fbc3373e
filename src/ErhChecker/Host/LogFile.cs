using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A log file, opened for appending: several processes may share it, each line is one write.</summary>
internal sealed class LogFile : IDisposable
{
    private const uint CreateMode = 0x1b6; // 0666, less the umask

    /// <summary>As often as other processes may be in the middle of a line.</summary>
    private const int MaxLooks = 16;

    private readonly SafeFileHandle descriptor;

    private LogFile(SafeFileHandle descriptor) => this.descriptor = descriptor;

    /// <summary>Opens a log file, and creates it where it is missing; never waits for a FIFO's reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The open log, or null.</returns>
    public static LogFile? Open(string path, out string problem)
    {
        const int flags = Libc.O_WRONLY | Libc.O_APPEND | Libc.O_CREAT | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;
        using var directory = TrustedPath.OpenDirectory(path, out var name, out problem);
        var file = directory is null ? null : TrustedPath.Open(directory, name, flags, CreateMode, out problem);
        return file is null ? null : new LogFile(file);
    }

    /// <summary>
    /// Whether the content does not end with a line feed, and nobody is writing the rest. The log is open for appending only, so it
    /// is read through its name in /proc; without that, or without read permission, the last line counts as complete.
    /// </summary>
    public bool EndsInsideLine
    {
        get
        {
            if (FileStatus.Of(descriptor) is not { IsRegularFile: true })
            {
                return false;
            }

            using var reader = Libc.open(
                $"/proc/self/fd/{descriptor.DangerousGetHandle()}", Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
            for (var looks = 0; !reader.IsInvalid && looks < MaxLooks; looks++)
            {
                var last = Libc.lseek(reader, -1, Libc.SEEK_END);
                if (last < 0 || IsLineFeed(reader))
                {
                    return false;
                }

                // The file grows in steps while another process writes a line. ext4 and tmpfs search for holes only between writes.
                _ = Libc.lseek(reader, last, Libc.SEEK_HOLE);
                if (Libc.lseek(reader, -1, Libc.SEEK_END) == last)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Appends bytes, with one write where the system allows it.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="written">The number of bytes that were written.</param>
    /// <param name="problem">The system's reason when not all could be written; empty otherwise.</param>
    public bool TryAppend(ReadOnlySpan<byte> bytes, out int written, out string problem)
    {
        var isWritten = DescriptorWriter.TryWrite(descriptor, bytes, out written);
        problem = isWritten ? "" : Libc.LastErrorText();
        return isWritten;
    }

    public void Dispose() => descriptor.Dispose();

    private static unsafe bool IsLineFeed(SafeFileHandle reader)
    {
        byte value;
        return Libc.read(reader, &value, 1) != 1 || value == '\n';
    }
}
