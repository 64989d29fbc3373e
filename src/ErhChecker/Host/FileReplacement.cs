using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Replaces a file in one step: whoever reads it finds the old content or the new, never a part of either. Nothing is waited
/// for: no lock, and no fsync(2), as after a loss of power the next check writes it anew.
/// </summary>
internal static class FileReplacement
{
    private const uint Mode = 0x1a4; // 0644

    /// <summary>How often another process may take the temporary name at the same moment.</summary>
    private const int MaxCollisions = 16;

    /// <summary>Replaces a regular file, or creates it where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="problem">Why it was not replaced, to follow the path; empty when it was.</param>
    public static bool TryReplace(string path, ReadOnlySpan<byte> content, out string problem)
    {
        using var directory = OpenTarget(path, out var name, out problem);
        if (directory is null)
        {
            return false;
        }

        using var unnamed = Libc.openat(directory, ".", Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC, Mode);
        if (unnamed.IsInvalid)
        {
            return TryReplaceByNamed(directory, name, content, out problem);
        }

        var temporary = TemporaryName(name);
        if (!TryWrite(unnamed, content, out problem))
        {
            return false;
        }

        return TryLink(unnamed, directory, temporary)
            ? TryRename(directory, temporary, name, out problem)
            : TryReplaceByNamed(directory, name, content, out problem);
    }

    /// <summary>The name under which a file is written before it is renamed.</summary>
    public static string TemporaryName(string name) => $".{name}.new";

    /// <summary>Opens the directory of the file that would be replaced: the target's where the path names a symbolic link.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The file's name in the directory.</param>
    /// <param name="problem">Why the file is not replaced, to follow the path; empty when it can be.</param>
    /// <returns>The directory; null when it cannot be opened or the name is not that of a regular file.</returns>
    public static SafeFileHandle? OpenTarget(string path, out string name, out string problem)
    {
        var directory = TrustedPath.OpenDirectory(path, out name, out problem);
        if (directory is not null && FileStatus.OfName(directory, name) is { IsRegularFile: false } other)
        {
            problem = $"is not replaced: it is {other.TypeName}; expected a regular file";
            directory.Dispose();
            return null;
        }

        return directory;
    }

    /// <summary>
    /// Gives a complete file its temporary name, the same for all processes: one that is killed before it renames leaves this
    /// one name behind, and the next process removes it. A process that loses its name to another loses nothing: the other's
    /// content is as complete, and newer.
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

            if (Marshal.GetLastPInvokeError() != Libc.EEXIST
                || (Libc.unlinkat(directory, temporary, 0) != 0 && Marshal.GetLastPInvokeError() != Libc.ENOENT))
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryRename(SafeFileHandle directory, string temporary, string name, out string problem)
    {
        if (Libc.renameat(directory, temporary, directory, name) == 0 || Marshal.GetLastPInvokeError() == Libc.ENOENT)
        {
            problem = "";
            return true;
        }

        problem = $"cannot be replaced: {Libc.LastErrorText()}";
        _ = Libc.unlinkat(directory, temporary, 0);
        return false;
    }

    /// <summary>
    /// For file systems without unnamed files, and for hosts without /proc. The name is this process's own: nobody else may
    /// rename what is not complete yet.
    /// </summary>
    private static bool TryReplaceByNamed(SafeFileHandle directory, string name, ReadOnlySpan<byte> content, out string problem)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}.new");
        _ = Libc.unlinkat(directory, temporary, 0); // of a process that had the same number and was killed
        using var file = Libc.openat(
            directory, temporary, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, Mode);
        if (file.IsInvalid)
        {
            problem = $"cannot be written: {Libc.LastErrorText()}";
            return false;
        }

        if (TryWrite(file, content, out problem))
        {
            return TryRename(directory, temporary, name, out problem);
        }

        _ = Libc.unlinkat(directory, temporary, 0);
        return false;
    }

    private static bool TryWrite(SafeFileHandle file, ReadOnlySpan<byte> content, out string problem)
    {
        // Without the umask: another user reads it, such as node_exporter's.
        var isWritten = Libc.fchmod(file, Mode) == 0 && DescriptorWriter.TryWrite(file, content, out _);
        problem = isWritten ? "" : $"cannot be written: {Libc.LastErrorText()}";
        return isWritten;
    }
}
