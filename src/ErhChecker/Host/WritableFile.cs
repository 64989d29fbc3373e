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
        using var directory = mode == WriteMode.Append
            ? TrustedPath.OpenDirectory(path, out var name, out var problem)
            : FileReplacement.OpenTarget(path, out name, out problem);
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
        else if (FileStatus.OfName(directory, name) is { } target && !MayBeRenamedOver(target, FileStatus.Of(directory)))
        {
            return "cannot be replaced: another user owns it, and the directory has the sticky bit";
        }

        return Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) == 0
            ? null
            : $"cannot be written: the directory is not writable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
    }

    /// <summary>In a directory with the sticky bit, only the owner of a file or of the directory, and root, may rename over it.</summary>
    private static bool MayBeRenamedOver(FileStatus target, FileStatus? directory)
    {
        var user = Libc.geteuid();
        return directory is not { } parent || (parent.Mode & Libc.S_ISVTX) == 0 || user == 0 || target.Owner == user || parent.Owner == user;
    }
}
