using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Opens files to write to, one step of the path after the other: a symbolic link, of a link's target too, is followed only in
/// a directory where nobody but root and this user could have put it.
/// </summary>
internal static class TrustedPath
{
    /// <summary>As many as the kernel follows, path_resolution(7).</summary>
    private const int MaxLinks = 40;

    private static readonly int DirectoryFlags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC;

    /// <summary>
    /// Opens the directory of a file. Where the path names a symbolic link, that is its target's: the link stays what it is, and
    /// the target need not exist.
    /// </summary>
    /// <param name="path">The file's path, absolute or relative to the current directory.</param>
    /// <param name="name">The file's name in the directory; no symbolic link, except in /proc.</param>
    /// <param name="problem">Why the directory cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The directory, opened with O_PATH; null when it cannot be opened.</returns>
    public static SafeFileHandle? OpenDirectory(string path, out string name, out string problem)
    {
        name = "";
        var steps = new Stack<string>();
        if (!path.EndsWith('/'))
        {
            Push(steps, path);
        }

        var directory = OpenStart(Libc.AT_FDCWD, path);
        var links = 0;
        while (!directory.IsInvalid && steps.TryPop(out var step))
        {
            if (steps.Count == 0 && (FileStatus.OfName(directory, step) is not { IsSymbolicLink: true } || IsProcfs(directory)))
            {
                (name, problem) = (step, "");
                return directory;
            }

            using var parent = directory;
            if (steps.Count > 0)
            {
                directory = Libc.openat(parent, step, DirectoryFlags | Libc.O_NOFOLLOW, 0);
                if (!directory.IsInvalid || Marshal.GetLastPInvokeError() != Libc.ENOTDIR)
                {
                    continue;
                }
            }

            if (FileStatus.ReadLink(parent, step) is not { } target)
            {
                problem = $"cannot be opened: '{step}' is not a directory";
                return null;
            }

            if (FileStatus.Of(parent) is not { IsWritableByOthers: false })
            {
                problem = $"is not opened: '{step}' is a symbolic link in a directory where other users may write";
                return null;
            }

            if (++links > MaxLinks)
            {
                problem = "cannot be opened: too many levels of symbolic links";
                return null;
            }

            if (IsProcfs(parent))
            {
                directory = Libc.openat(parent, step, DirectoryFlags, 0);
            }
            else
            {
                Push(steps, target);
                directory = OpenStart(parent, target);
            }
        }

        problem = $"cannot be opened: {(directory.IsInvalid ? Libc.LastErrorText() : "it is the path of a directory")}";
        directory.Dispose();
        return null;
    }

    /// <summary>Opens a file in its directory, as <see cref="OpenDirectory"/> gave both.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="flags">The flags of open(2).</param>
    /// <param name="mode">The permissions of a file that is created, less the umask.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The descriptor, or null.</returns>
    public static SafeFileHandle? Open(SafeFileHandle directory, string name, int flags, uint mode, out string problem)
    {
        problem = "";
        var opened = Libc.openat(directory, name, flags | Libc.O_NOFOLLOW, mode);
        if (opened.IsInvalid && Marshal.GetLastPInvokeError() == Libc.ELOOP && IsProcfs(directory))
        {
            opened = Libc.openat(directory, name, flags, mode);
        }

        if (!opened.IsInvalid)
        {
            return opened;
        }

        problem = $"cannot be opened: {Libc.LastErrorText()}";
        opened.Dispose();
        return null;
    }

    /// <summary>Where a path begins.</summary>
    private static SafeFileHandle OpenStart(SafeFileHandle current, string path) =>
        Libc.openat(current, path.StartsWith('/') ? "/" : ".", DirectoryFlags, 0);

    private static void Push(Stack<string> steps, string path)
    {
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            steps.Push(step);
        }
    }

    /// <summary>
    /// Whether a directory is of proc(5), where only the kernel makes links and their text need not be a path, as that of
    /// <c>/proc/self/fd/1</c>.
    /// </summary>
    private static unsafe bool IsProcfs(SafeFileHandle directory)
    {
        Libc.statfs_buffer buffer;
        return Libc.fstatfs(directory, &buffer) == 0 && buffer.f_type == Libc.PROC_SUPER_MAGIC;
    }
}
