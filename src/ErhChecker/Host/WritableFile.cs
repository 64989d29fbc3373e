using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>How a file is written.</summary>
internal enum WriteMode
{
    /// <summary>Opened and appended to, as a log.</summary>
    Append,

    /// <summary>Written under another name beside it, and renamed over it.</summary>
    Replace,
}

/// <summary>Whether this user could write a file now: what the writing will do is tried as far as it leaves no trace.</summary>
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

        using var file = Find(directory, name, out var error);
        if (mode == WriteMode.Append)
        {
            return error switch
            {
                0 => WhyNotAppended(directory, name),
                Libc.ENOENT => WhyNothingNew(directory),
                _ => $"cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}",
            };
        }

        using var temporary = Find(directory, FileReplacement.TemporaryName(name), out var temporaryError);
        error = error is 0 or Libc.ENOENT ? temporaryError : error;
        return error is 0 or Libc.ENOENT
            ? WhyNotReplaced(directory, file) ?? WhyNothingNew(directory)
            : $"cannot be replaced: {Marshal.GetPInvokeErrorMessage(error)}";
    }

    private static SafeFileHandle Find(SafeFileHandle directory, string name, out int error)
    {
        var found = Libc.openat(directory, name, Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        error = found.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        return found;
    }

    private static string? WhyNotAppended(SafeFileHandle directory, string name)
    {
        const int flags = Libc.O_WRONLY | Libc.O_APPEND | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;
        using var file = TrustedPath.Open(directory, name, flags, 0, out var problem);
        return file is null ? problem : null;
    }

    /// <summary>Why a file cannot be renamed over another, rename(2); null when it can.</summary>
    /// <param name="directory">The directory of both.</param>
    /// <param name="target">The other file; invalid where there is none.</param>
    private static string? WhyNotReplaced(SafeFileHandle directory, SafeFileHandle target)
    {
        const ulong unchangeable = Libc.STATX_ATTR_IMMUTABLE | Libc.STATX_ATTR_APPEND;
        var (ofDirectory, device) = Attributes(directory);
        var (ofTarget, targetDevice) = target.IsInvalid ? (0, device) : Attributes(target);
        if ((ofDirectory & unchangeable) != 0)
        {
            return $"cannot be replaced: the directory is {NameOf(ofDirectory)}, chattr(1)";
        }

        if ((ofTarget & unchangeable) != 0)
        {
            return $"cannot be replaced: it is {NameOf(ofTarget)}, chattr(1)";
        }

        // Linux before 5.8 does not mark what is mounted.
        if ((ofTarget & Libc.STATX_ATTR_MOUNT_ROOT) != 0 || targetDevice != device)
        {
            return "cannot be replaced: it is a mount point; mount its directory instead";
        }

        return !target.IsInvalid && FileStatus.Of(target) is { } status && !MayBeRenamedOver(status, FileStatus.Of(directory))
            ? "cannot be replaced: another user owns it, and the directory has the sticky bit"
            : null;
    }

    /// <summary>Why no file can be created in a directory; null when one can.</summary>
    private static string? WhyNothingNew(SafeFileHandle directory)
    {
        if (Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) != 0)
        {
            return $"cannot be written: the directory is not writable: {Libc.LastErrorText()}";
        }

        // A file without a name; not every file system has such files.
        using var unnamed = Libc.openat(directory, ".", Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC, 0);
        var isFull = unnamed.IsInvalid
            ? Marshal.GetLastPInvokeError() is Libc.ENOSPC or Libc.EDQUOT
            : !DescriptorWriter.TryWrite(unnamed, "{"u8, out _);
        return isFull ? $"cannot be written: {Libc.LastErrorText()}" : null;
    }

    private static unsafe (ulong Attributes, (uint Major, uint Minor) Device) Attributes(SafeFileHandle file)
    {
        Libc.statx_buffer buffer = default;
        _ = Libc.statx(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_TYPE, &buffer);
        return (buffer.stx_attributes, (buffer.stx_dev_major, buffer.stx_dev_minor));
    }

    private static string NameOf(ulong attributes) => (attributes & Libc.STATX_ATTR_IMMUTABLE) != 0 ? "immutable" : "append-only";

    /// <summary>In a directory with the sticky bit, only the owner of a file or of the directory, and root, may rename over it.</summary>
    private static bool MayBeRenamedOver(FileStatus target, FileStatus? directory)
    {
        var user = Libc.geteuid();
        return directory is not { } parent || (parent.Mode & Libc.S_ISVTX) == 0 || user == 0 || target.Owner == user || parent.Owner == user;
    }
}
