using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Replaces a file in one step: whoever reads it finds the old content or the new, never a part of either. Nothing is waited
/// for: no lock, and no fsync(2), as after a loss of power the next check writes it anew.
/// </summary>
internal static class FileReplacement
{
    private const uint Mode = 0x1a4; // 0644

    /// <summary>The maximum length of a name, in bytes: NAME_MAX of limits.h(0p).</summary>
    private const int MaxName = 255;

    /// <summary>How often another process may take the temporary name at the same moment.</summary>
    private const int MaxCollisions = 16;

    /// <summary>Replaces a regular file, or creates it where it is missing.</summary>
    /// <param name="problem">Why it was not replaced, to follow the path; empty when it was.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    public static bool TryReplace(string path, ReadOnlySpan<byte> content, out string problem, Func<FileIdentity, string?>? refusal = null)
    {
        using var directory = OpenTarget(path, out var name, out problem, refusal);
        if (directory is null)
        {
            return false;
        }

        using var unnamed = Libc.openat(directory, ".", Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC, Mode);
        if (!unnamed.IsInvalid && !TryWrite(unnamed, content, out problem))
        {
            return false;
        }

        foreach (var temporary in TemporaryNames(name))
        {
            if (!unnamed.IsInvalid && TryLink(unnamed, directory, temporary))
            {
                return TryRename(directory, temporary, name, out problem);
            }

            if (TryReplaceByNamed(directory, temporary, name, content, out problem))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a file could be replaced now: what can be tried without leaving a trace is tried.</summary>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>Why it cannot be replaced, to follow the path; null when it can.</returns>
    public static string? WhyNot(string path, Func<FileIdentity, string?>? refusal = null)
    {
        using var directory = OpenTarget(path, out var name, out var problem, refusal);
        if (directory is null)
        {
            return problem;
        }

        if (FileStatus.OfName(directory, name) is { } target && !MayBeRenamedOver(target, FileStatus.Of(directory)))
        {
            return "cannot be replaced: another user owns it, and the directory has the sticky bit";
        }

        // Gone when it is closed; not every file system has such files.
        using var unnamed = Libc.openat(directory, ".", Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC, Mode);
        if (!unnamed.IsInvalid)
        {
            return DescriptorWriter.TryWrite(unnamed, "{"u8, out _) ? null : $"cannot be written: {Libc.strerror(Libc.errno())}"; // a full disk, a quota
        }

        var error = Libc.errno();
        return Libc.faccessat(directory, ".", Libc.W_OK | Libc.X_OK, Libc.AT_EACCESS) != 0
            ? $"cannot be written: the directory is not writable: {Libc.strerror(Libc.errno())}"
            : error is Libc.ENOSPC or Libc.EDQUOT ? $"cannot be written: {Libc.strerror(error)}" : null;
    }

    /// <summary>Opens the directory of the file that would be replaced: the target's where the path names a symbolic link.</summary>
    /// <param name="name">The file's name in the directory.</param>
    /// <param name="problem">Why the file is not replaced, to follow the path; empty when it can be.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>The directory; null, with a problem, when it cannot be opened or the file must not be replaced.</returns>
    public static SafeFileHandle? OpenTarget(string path, out string name, out string problem, Func<FileIdentity, string?>? refusal = null)
    {
        var directory = TrustedPath.OpenDirectory(path, out name, out problem);
        if (directory is null)
        {
            return null;
        }

        var target = FileStatus.OfName(directory, name, out var error);
        problem = target switch
        {
            null when error != Libc.ENOENT => $"is not replaced: what it is cannot be determined: {Libc.strerror(error)}",
            { IsRegularFile: false } other => $"is not replaced: it is {other.TypeName}; expected a regular file",
            { IsMountPoint: true } => "is not replaced: it is mounted as a single file; mount its directory instead",
            { Protection: { } protection } => $"is not replaced: it is {protection}",

            // Found out before anything is created, which could not be removed there.
            _ when FileStatus.Of(directory) is { Protection: { } protection } => $"is not replaced: its directory is {protection}",
            _ => refusal?.Invoke(FileIdentity.Of(directory, name, target, isReplaced: true)) ?? "",
        };
        if (problem.Length == 0)
        {
            return directory;
        }

        directory.Dispose();
        return null;
    }

    /// <summary>In a directory with the sticky bit, only the owner of a file or of the directory, and root, may rename over it.</summary>
    private static bool MayBeRenamedOver(FileStatus target, FileStatus? directory)
    {
        var user = Libc.geteuid();
        return directory is not { } parent || (parent.Mode & Libc.S_ISVTX) == 0 || user == 0 || target.Owner == user || parent.Owner == user;
    }

    /// <summary>
    /// The names beside the target, the same for all processes: what one that was killed has left under it, the next removes. The second
    /// is for a name that is too long for the first, and where the first is taken by what cannot be removed.
    /// </summary>
    private static IEnumerable<string> TemporaryNames(string name)
    {
        var readable = $".{name}.new";
        if (Encoding.UTF8.GetByteCount(readable) <= MaxName)
        {
            yield return readable;
        }

        // FNV-1a: targets of one directory must not share a temporary name.
        var hash = Encoding.UTF8.GetBytes(name).Aggregate(14695981039346656037UL, (hash, value) => unchecked((hash ^ value) * 1099511628211UL));
        yield return string.Create(CultureInfo.InvariantCulture, $".erhchecker-{hash:x16}.new");
    }

    /// <summary>
    /// Gives a complete file its temporary name. A process that loses its name to another loses nothing: the other's content is
    /// as complete, and newer.
    /// </summary>
    private static bool TryLink(SafeFileHandle file, SafeFileHandle directory, string temporary)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}");
        for (var collisions = 0; collisions < MaxCollisions; collisions++)
        {
            if (Libc.linkat(Libc.AT_FDCWD, source, directory, temporary, Libc.AT_SYMLINK_FOLLOW) == 0)
            {
                return true;
            }

            if (Libc.errno() != Libc.EEXIST
                || (Libc.unlinkat(directory, temporary, 0) != 0 && Libc.errno() != Libc.ENOENT))
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryRename(SafeFileHandle directory, string temporary, string name, out string problem)
    {
        if (Libc.renameat(directory, temporary, directory, name) == 0 || Libc.errno() == Libc.ENOENT)
        {
            problem = "";
            return true;
        }

        problem = $"cannot be replaced: {Libc.strerror(Libc.errno())}";
        _ = Libc.unlinkat(directory, temporary, 0);
        return false;
    }

    /// <summary>
    /// For file systems without unnamed files, and for hosts without /proc. The file has its name before it is complete, and is locked as
    /// long: only what nobody has locked, because its process was killed, may be removed. A process that finds it locked loses
    /// nothing: the other's content is as new.
    /// </summary>
    private static bool TryReplaceByNamed(
        SafeFileHandle directory, string temporary, string name, ReadOnlySpan<byte> content, out string problem)
    {
        const int create = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
        problem = "";
        for (var collisions = 0; collisions < MaxCollisions; collisions++)
        {
            using var file = Libc.openat(directory, temporary, create | Libc.O_NOFOLLOW, Mode);
            if (!file.IsInvalid)
            {
                if (IsLockedByOther(file) || !IsStillAt(directory, temporary, file))
                {
                    continue; // another process took it for one that was left, before it was locked
                }

                if (TryWrite(file, content, out problem))
                {
                    return !IsStillAt(directory, temporary, file) || TryRename(directory, temporary, name, out problem);
                }

                _ = Libc.unlinkat(directory, temporary, 0);
                return false;
            }

            problem = $"cannot be written: {Libc.strerror(Libc.errno())}";
            if (Libc.errno() != Libc.EEXIST)
            {
                return false;
            }

            using var left = Libc.openat(directory, temporary, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
            if (!left.IsInvalid && IsLockedByOther(left))
            {
                problem = "";
                return true;
            }

            if ((left.IsInvalid || IsStillAt(directory, temporary, left))
                && Libc.unlinkat(directory, temporary, 0) != 0 && Libc.errno() != Libc.ENOENT)
            {
                problem = $"cannot be written: its temporary name {temporary} is taken and cannot be removed: {Libc.strerror(Libc.errno())}";
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// Locks an open file until it is closed, unless another process has. Where there are no locks, none has. Not flock(2): a .NET program
    /// that reads the file would be refused as long as this one has not closed it.
    /// </summary>
    private static unsafe bool IsLockedByOther(SafeFileHandle file)
    {
        var all = new Libc.flock_area { l_type = Libc.F_WRLCK };
        return Libc.fcntl(file, Libc.F_OFD_SETLK, &all) != 0 && Libc.errno() is Libc.EAGAIN or Libc.EACCES;
    }

    private static bool IsStillAt(SafeFileHandle directory, string temporary, SafeFileHandle file) =>
        FileStatus.OfName(directory, temporary) is { } named && FileStatus.Of(file) is { } opened && named.IsSameFile(opened);

    private static bool TryWrite(SafeFileHandle file, ReadOnlySpan<byte> content, out string problem)
    {
        // Without the umask: another user reads it, such as node_exporter's. A file system that has no permissions refuses it,
        // and shows each file as it was mounted.
        _ = Libc.fchmod(file, Mode);
        var isWritten = DescriptorWriter.TryWrite(file, content, out _);
        problem = isWritten ? "" : $"cannot be written: {Libc.strerror(Libc.errno())}";
        return isWritten;
    }
}
