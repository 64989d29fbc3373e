using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A file's type, permissions, owner and group, from statx(2).</summary>
/// <param name="Mode">File type and permissions, as <c>st_mode</c> of inode(7).</param>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Group">The group's id.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct FileStatus(int Mode, uint Owner, uint Group)
{
    /// <summary>Whether this is a regular file.</summary>
    public bool IsRegularFile => (Mode & Libc.S_IFMT) == Libc.S_IFREG;

    /// <summary>Whether this is a directory.</summary>
    public bool IsDirectory => (Mode & Libc.S_IFMT) == Libc.S_IFDIR;

    /// <summary>Whether this is a socket.</summary>
    public bool IsSocket => (Mode & Libc.S_IFMT) == Libc.S_IFSOCK;

    /// <summary>The file's type, as a message shows it.</summary>
    public string TypeName => (Mode & Libc.S_IFMT) switch
    {
        Libc.S_IFREG => "a regular file",
        Libc.S_IFDIR => "a directory",
        Libc.S_IFLNK => "a symbolic link",
        Libc.S_IFIFO => "a named pipe",
        Libc.S_IFSOCK => "a socket",
        _ => "a device",
    };

    /// <summary>Whether this is a symbolic link.</summary>
    public bool IsSymbolicLink => (Mode & Libc.S_IFMT) == Libc.S_IFLNK;

    /// <summary>
    /// Whether users other than root and this process's may add and replace names in this directory, and so could have put a
    /// symbolic link there.
    /// </summary>
    public bool IsWritableByOthers =>
        (Mode & (Libc.S_IWGRP | Libc.S_IWOTH)) != 0 || (Owner != 0 && Owner != Libc.geteuid());

    /// <summary>The status of an open file; null when the system does not return it.</summary>
    public static FileStatus? Of(SafeFileHandle descriptor) => Of(descriptor, "", Libc.AT_EMPTY_PATH);

    /// <summary>The status of a path; null when it does not exist or cannot be reached.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLink">Whether to follow a symbolic link.</param>
    public static FileStatus? Of(string path, bool followLink) => Of(Libc.AT_FDCWD, path, followLink ? 0 : Libc.AT_SYMLINK_NOFOLLOW);

    /// <summary>The status of a name in a directory, without following a symbolic link; null when it does not exist.</summary>
    public static FileStatus? OfName(SafeFileHandle directory, string name) => Of(directory, name, Libc.AT_SYMLINK_NOFOLLOW);

    /// <summary>What a symbolic link contains; null when this is not a symbolic link or cannot be read.</summary>
    public static string? ReadLink(string path) => ReadLink(Libc.AT_FDCWD, path);

    /// <summary>What a symbolic link in a directory contains; null when it is not a symbolic link or cannot be read.</summary>
    public static unsafe string? ReadLink(SafeFileHandle directory, string name)
    {
        const int pathMax = 4096;
        var target = stackalloc byte[pathMax];
        var length = Libc.readlinkat(directory, name, target, pathMax);
        return length > 0 ? Encoding.UTF8.GetString(target, (int)length) : null;
    }

    /// <summary>Whether two descriptors are of one file, pipe or socket.</summary>
    public static unsafe bool IsSame(SafeFileHandle one, SafeFileHandle other)
    {
        Libc.statx_buffer first, second;
        return Libc.statx(one, "", Libc.AT_EMPTY_PATH, Libc.STATX_INO, &first) == 0
            && Libc.statx(other, "", Libc.AT_EMPTY_PATH, Libc.STATX_INO, &second) == 0
            && (first.stx_ino, first.stx_dev_major, first.stx_dev_minor) == (second.stx_ino, second.stx_dev_major, second.stx_dev_minor);
    }

    private static unsafe FileStatus? Of(SafeFileHandle directory, string name, int flags)
    {
        Libc.statx_buffer buffer;
        return Libc.statx(directory, name, flags, Libc.STATX_TYPE | Libc.STATX_MODE | Libc.STATX_UID | Libc.STATX_GID, &buffer) == 0
            ? new(buffer.stx_mode, buffer.stx_uid, buffer.stx_gid)
            : null;
    }
}
