using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A file that several processes append lines to, each with one write.</summary>
internal static class AppendableFile
{
    private const uint CreateMode = 0x1b6; // 0666, less the umask

    /// <summary>As often as other processes may be in the middle of a line.</summary>
    private const int MaxLooks = 16;

    private const int Flags = Libc.O_APPEND | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;

    /// <summary>Opens a file, and creates it where it is missing; never waits for a FIFO's reader.</summary>
    /// <param name="access"><c>O_WRONLY</c> or <c>O_RDWR</c>.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>The open file, or null.</returns>
    public static SafeFileHandle? Open(string path, int access, out string problem, Func<FileIdentity, string?>? refusal)
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

        var file = TrustedPath.Open(directory, name, access | Flags | Libc.O_CREAT, CreateMode, out problem);
        if (file is null)
        {
            return null;
        }

        problem = refusal?.Invoke(FileIdentity.Of(directory, name, FileStatus.Of(file), isReplaced: false)) ?? "";
        if (problem.Length == 0)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether a file could be opened, or created where it is missing; nothing is created.</summary>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>Why it cannot be opened, to follow the path; null when it can.</returns>
    public static string? WhyNot(string path, Func<FileIdentity, string?>? refusal = null)
    {
        using var directory = TrustedPath.OpenDirectory(path, out var name, out var problem);
        if (directory is null)
        {
            return problem;
        }

        using var file = TrustedPath.Open(directory, name, Libc.O_WRONLY | Flags, 0, out problem);
        var status = FileStatus.OfName(directory, name, out var error);
        if (file is not null || error == Libc.ENOENT)
        {
            problem = refusal?.Invoke(FileIdentity.Of(directory, name, file is null ? status : FileStatus.Of(file), isReplaced: false)) ?? "";
        }

        return problem.Length > 0 ? problem
            : file is not null || Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) == 0 ? null
            : $"cannot be written: the directory is not writable: {Libc.strerror(Libc.errno())}";
    }

    /// <summary>Whether the content does not end with a line feed, and nobody is writing the rest.</summary>
    /// <param name="file">The file, open to be read.</param>
    public static bool EndsInsideLine(SafeFileHandle file)
    {
        for (var looks = 0; looks < MaxLooks; looks++)
        {
            var last = Libc.lseek(file, -1, Libc.SEEK_END);
            if (last < 0 || IsLineFeed(file, last))
            {
                return false;
            }

            // The file grows in steps while another process writes a line. ext4 and tmpfs search for holes only between writes.
            _ = Libc.lseek(file, last, Libc.SEEK_HOLE);
            if (Libc.lseek(file, -1, Libc.SEEK_END) == last)
            {
                return true;
            }
        }

        return false;
    }

    private static unsafe bool IsLineFeed(SafeFileHandle file, nint at)
    {
        byte value;
        return Libc.pread(file, &value, 1, at) != 1 || value == '\n';
    }
}
