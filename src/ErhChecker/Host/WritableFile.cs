using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>How a file is written.</summary>
internal enum WriteMode
{
    /// <summary>Opened and appended to, as a log.</summary>
    Append,

    /// <summary>Written under another name beside it, and renamed over it.</summary>
    Replace,
}

/// <summary>Whether this user could write a file: nothing is created, written or touched.</summary>
internal static class WritableFile
{
    /// <summary>Tests it with the path checks of the real writing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How it is to be written.</param>
    /// <returns>Why it cannot be written, to follow the path; null when it can.</returns>
    public static string? WhyNot(string path, WriteMode mode)
    {
        using var directory = TrustedPath.OpenDirectory(path, out var name, out var problem);
        if (directory is null)
        {
            return problem;
        }

        if (mode == WriteMode.Append)
        {
            const int flags = Libc.O_WRONLY | Libc.O_APPEND | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;
            using var file = TrustedPath.Open(directory, name, flags, 0, out problem);
            if (file is not null)
            {
                return null;
            }

            if (FileStatus.OfName(directory, name) is not null)
            {
                return problem;
            }
        }
        else if (FileStatus.OfName(directory, name) is { } target && WhyNotReplaced(target, FileStatus.Of(directory)) is { } why)
        {
            return why;
        }

        return Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) == 0
            ? null
            : $"cannot be created: the folder is not writable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
    }

    /// <summary>In a folder with the sticky bit, only the owner of a file or of the folder, and root, may rename over it.</summary>
    private static string? WhyNotReplaced(FileStatus target, FileStatus? folder)
    {
        var user = Libc.geteuid();
        if (target.IsDirectory)
        {
            return "cannot be replaced: it is a folder";
        }

        return folder is { } sticky && (sticky.Mode & Libc.S_ISVTX) != 0 && user != 0 && target.Owner != user && sticky.Owner != user
            ? "cannot be replaced: another user owns it, and the folder has the sticky bit"
            : null;
    }
}
