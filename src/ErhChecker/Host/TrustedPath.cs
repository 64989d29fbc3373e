using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Opens files to write to, one step of the path after the other: a symbolic link, in the path or in another link's target, is
/// followed only in a directory where nobody but root and this user could have put it.
/// </summary>
internal static class TrustedPath
{
    /// <summary>As many as the kernel follows, path_resolution(7).</summary>
    private const int MaxLinks = 40;

    /// <summary>What .NET puts in the place of bytes that are not UTF-8: a name with it would be another file's.</summary>
    private const char NotUtf8 = '\uFFFD';

    private static readonly int DirectoryFlags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC;

    /// <summary>
    /// Opens the directory of a file. If the file is a symbolic link, this is the directory of its target, which need not exist.
    /// </summary>
    /// <param name="path">The file's path, absolute or relative to the current directory.</param>
    /// <param name="name">The file's name in the directory; no symbolic link, except in /proc.</param>
    /// <param name="problem">Why the directory cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The directory, opened with O_PATH; null when it cannot be opened.</returns>
    public static SafeFileHandle? OpenDirectory(string path, out string name, out string problem)
    {
        name = "";
        var steps = new Stack<string>();
        var directory = OpenStart(Libc.AT_FDCWD, path, out var error);
        var isComplete = TryPush(steps, path);
        var links = 0;
        while (isComplete && !directory.IsInvalid && steps.TryPop(out var step))
        {
            if (steps.Count == 0 && (FileStatus.OfName(directory, step) is not { IsSymbolicLink: true } || IsTrustedProcfs(directory)))
            {
                (name, problem) = (step, "");
                return directory;
            }

            using var parent = directory;
            if (steps.Count > 0)
            {
                directory = OpenAt(parent, step, DirectoryFlags | Libc.O_NOFOLLOW, 0, out error);
                if (error != Libc.ENOTDIR)
                {
                    continue;
                }
            }

            if (FileStatus.ReadLink(parent, step) is not { } target)
            {
                problem = $"cannot be opened: {(steps.Count > 0 ? $"'{step}' is not a directory" : "it changed meanwhile")}";
                return null;
            }

            if (FileStatus.Of(parent) is not { IsWritableByOthers: false })
            {
                problem = $"is not opened: '{step}' is a symbolic link in a directory where other users may write";
                return null;
            }

            if (target.Contains(NotUtf8, StringComparison.Ordinal))
            {
                problem = $"is not opened: the target of the symbolic link '{step}' is not valid UTF-8";
                return null;
            }

            if (++links > MaxLinks)
            {
                problem = "cannot be opened: too many levels of symbolic links";
                return null;
            }

            if (IsTrustedProcfs(parent))
            {
                directory = OpenAt(parent, step, DirectoryFlags, 0, out error);
            }
            else
            {
                isComplete = TryPush(steps, target);
                directory = OpenStart(parent, target, out error);
            }
        }

        problem = $"cannot be opened: {(directory.IsInvalid ? Libc.strerror(error) : "it is the path of a directory")}";
        directory.Dispose();
        return null;
    }

    /// <summary>Opens a file in its directory, as <see cref="OpenDirectory"/> gave both.</summary>
    /// <param name="mode">The permissions of a file that is created, less the umask.</param>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The descriptor, or null.</returns>
    public static SafeFileHandle? Open(SafeFileHandle directory, string name, int flags, uint mode, out string problem)
    {
        problem = "";
        var opened = OpenAt(directory, name, flags | Libc.O_NOFOLLOW, mode, out var error);
        if (error == Libc.ELOOP && IsTrustedProcfs(directory))
        {
            opened = OpenAt(directory, name, flags, mode, out error);
        }

        if (error == 0)
        {
            return opened;
        }

        problem = $"cannot be opened: {Libc.strerror(error)}";
        opened.Dispose();
        return null;
    }

    /// <summary>The steps of a path, the next one on top; false for the path of a directory.</summary>
    private static bool TryPush(Stack<string> steps, string path)
    {
        var isLast = steps.Count == 0;
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            steps.Push(step);
        }

        return steps.Count > 0 && !(isLast && path.EndsWith('/'));
    }

    private static SafeFileHandle OpenStart(SafeFileHandle current, string path, out int error) =>
        OpenAt(current, path.StartsWith('/') ? "/" : ".", DirectoryFlags, 0, out error);

    private static SafeFileHandle OpenAt(SafeFileHandle directory, string name, int flags, uint mode, out int error)
    {
        var opened = Libc.openat(directory, name, flags, mode);
        error = opened.IsInvalid ? Libc.errno() : 0;
        return opened;
    }

    /// <summary>
    /// Whether a directory is of proc(5), where only the kernel makes links and their text need not be a path, as that of
    /// <c>/proc/self/fd/1</c>; and root's or this user's, as the descriptors of another user's process are not.
    /// </summary>
    private static unsafe bool IsTrustedProcfs(SafeFileHandle directory)
    {
        Libc.statfs_buffer buffer;
        return Libc.fstatfs(directory, &buffer) == 0 && buffer.f_type == Libc.PROC_SUPER_MAGIC
            && FileStatus.Of(directory) is { IsWritableByOthers: false };
    }
}
