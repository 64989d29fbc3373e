using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A log file, opened for appending: several processes may share it, each line is one write.</summary>
internal sealed class LogFile : IDisposable
{
    private const uint CreateMode = 0x1b6; // 0666, less the umask

    /// <summary>As often as other processes may be in the middle of a line.</summary>
    private const int MaxLooks = 16;

    private const int Flags = Libc.O_WRONLY | Libc.O_APPEND | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;

    private readonly SafeFileHandle descriptor;

    private LogFile(SafeFileHandle descriptor) => this.descriptor = descriptor;

    /// <summary>Opens a log file, and creates it where it is missing; never waits for a FIFO's reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>The open log, or null.</returns>
    public static LogFile? Open(string path, out string problem, Func<FileIdentity, string?>? refusal = null)
    {
        using var directory = TrustedPath.OpenDirectory(path, out var name, out problem);
        if (directory is null)
        {
            return null;
        }

        if (FileStatus.OfName(directory, name) is null && refusal?.Invoke(FileIdentity.Of(directory, name, null, isReplaced: false)) is { } refused)
        {
            problem = refused; // not created either: an empty config is not a missing one
            return null;
        }

        var file = TrustedPath.Open(directory, name, Flags | Libc.O_CREAT, CreateMode, out problem);
        if (file is null)
        {
            return null;
        }

        problem = refusal?.Invoke(FileIdentity.Of(directory, name, FileStatus.Of(file), isReplaced: false)) ?? "";
        if (problem.Length == 0)
        {
            return new LogFile(file);
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether a log could be opened, or created where it is missing; nothing is created.</summary>
    /// <param name="path">The file.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>Why it cannot be opened, to follow the path; null when it can.</returns>
    public static string? WhyNot(string path, Func<FileIdentity, string?>? refusal = null)
    {
        using var directory = TrustedPath.OpenDirectory(path, out var name, out var problem);
        if (directory is null)
        {
            return problem;
        }

        using var file = TrustedPath.Open(directory, name, Flags, 0, out problem);
        var status = FileStatus.OfName(directory, name, out var error);
        if (file is not null || error == Libc.ENOENT)
        {
            problem = refusal?.Invoke(FileIdentity.Of(directory, name, file is null ? status : FileStatus.Of(file), isReplaced: false)) ?? "";
        }

        return problem.Length > 0 ? problem
            : file is not null || Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) == 0 ? null
            : $"cannot be written: the directory is not writable: {Libc.LastErrorText()}";
    }

    /// <summary>Whether it is a regular file: no pipe, no device.</summary>
    public bool IsRegularFile => FileStatus.Of(descriptor) is { IsRegularFile: true };

    /// <summary>The kernel's name for the open file, whatever happens to its path; needs /proc.</summary>
    public string KernelPath => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor.DangerousGetHandle()}");

    /// <summary>
    /// Whether the content does not end with a line feed, and nobody is writing the rest. The log is open for appending only, so it
    /// is read through its name in /proc; without that, or without read permission, the last line counts as complete.
    /// </summary>
    public bool EndsInsideLine
    {
        get
        {
            if (!IsRegularFile)
            {
                return false;
            }

            using var reader = Libc.open(
                KernelPath, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
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
