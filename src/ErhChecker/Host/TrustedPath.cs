using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Opens files to write to, one step of the path after the other: a symbolic link is followed only in a directory where nobody
/// but root and this user could have put it.
/// </summary>
internal static class TrustedPath
{
    /// <summary>As many as the kernel follows, path_resolution(7).</summary>
    private const int MaxLinks = 40;

    /// <summary>Opens the directory of a file.</summary>
    /// <param name="path">The file's path, absolute or relative to the current directory.</param>
    /// <param name="name">The file's name in the directory.</param>
    /// <param name="problem">Why the directory cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The directory, opened with O_PATH; null when it cannot be opened.</returns>
    public static SafeFileHandle? OpenDirectory(string path, out string name, out string problem)
    {
        var flags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC;
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        name = "";
        if (steps.Length == 0 || path.EndsWith('/'))
        {
            problem = "cannot be opened: it is the path of a directory";
            return null;
        }

        problem = "";
        name = steps[^1];
        var directory = Libc.open(path.StartsWith('/') ? "/" : ".", flags, 0);
        if (directory.IsInvalid)
        {
            problem = $"cannot be opened: {Libc.LastErrorText()}";
            return null;
        }

        foreach (var step in steps[..^1])
        {
            using var parent = directory;
            if (Open(parent, step, flags, 0, out problem) is not { } child)
            {
                return null;
            }

            directory = child;
        }

        return directory;
    }

    /// <summary>
    /// Opens the directory of a file that is to be replaced. Where the path names a symbolic link, that is its target's: the link
    /// stays what it is.
    /// </summary>
    /// <param name="path">The file's path, absolute or relative to the current directory.</param>
    /// <param name="name">The file's name in the directory, which is not a symbolic link.</param>
    /// <param name="problem">Why the directory cannot be opened, to follow the path; empty when it was.</param>
    /// <returns>The directory, opened with O_PATH; null when it cannot be opened.</returns>
    public static SafeFileHandle? OpenTargetDirectory(string path, out string name, out string problem)
    {
        for (var links = 0; ; links++)
        {
            var directory = OpenDirectory(path, out name, out problem);
            if (directory is null || FileStatus.OfName(directory, name) is not { IsSymbolicLink: true })
            {
                return directory;
            }

            using (directory)
            {
                if (FileStatus.Of(directory) is not { IsWritableByOthers: false })
                {
                    problem = LinkProblem(name);
                    return null;
                }

                if (links == MaxLinks || FileStatus.ReadLink(directory, name) is not { } target)
                {
                    problem = "cannot be opened: too many levels of symbolic links";
                    return null;
                }

                path = Path.Combine(path[..(path.LastIndexOf('/') + 1)], target);
            }
        }
    }

    /// <summary>Opens a file, or a directory, in a directory.</summary>
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
        if (opened.IsInvalid && Marshal.GetLastPInvokeError() == LinkError(flags))
        {
            opened.Dispose();
            if (FileStatus.Of(directory) is not { IsWritableByOthers: false })
            {
                // Two causes of one error; the file may have been changed since.
                problem = FileStatus.OfName(directory, name) is { IsSymbolicLink: true }
                    ? LinkProblem(name)
                    : $"cannot be opened: '{name}' is not a directory";
                return null;
            }

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

    private static string LinkProblem(string name) =>
        $"is not opened: '{name}' is a symbolic link in a directory where other users may write";

    /// <summary>The error for a symbolic link that O_NOFOLLOW keeps from being followed, open(2).</summary>
    private static int LinkError(int flags) => (flags & Libc.O_DIRECTORY) != 0 ? Libc.ENOTDIR : Libc.ELOOP;
}
