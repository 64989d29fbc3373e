using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A file's type, permissions, owner, group and identity, from statx(2), or from stat(2) where statx is refused.</summary>
/// <param name="Mode">File type and permissions, as <c>st_mode</c> of inode(7).</param>
/// <param name="Links">The number of its names.</param>
/// <param name="Device">The device that has the file, in a form to compare only.</param>
/// <param name="Inode">The file's number on its device.</param>
/// <param name="Attributes">The attributes of statx(2), <c>STATX_ATTR_*</c>; 0 where they are unknown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStatus(int Mode, uint Owner, uint Group, ulong Links, ulong Device, ulong Inode, ulong Attributes)
{
    public bool IsRegularFile => (Mode & Libc.S_IFMT) == Libc.S_IFREG;

    public bool IsDirectory => (Mode & Libc.S_IFMT) == Libc.S_IFDIR;

    /// <summary>Whether anyone may execute it.</summary>
    public bool IsExecutable => (Mode & (Libc.S_IXUSR | Libc.S_IXGRP | Libc.S_IXOTH)) != 0;

    /// <summary>Whether another file system is mounted on this name, as where a container mounts a single file.</summary>
    public bool IsMountPoint => (Attributes & Libc.STATX_ATTR_MOUNT_ROOT) != 0;

    /// <summary>
    /// What keeps everyone, root included, from renaming it, or what is in it, with the command that set it: chattr(1). Null without such an attribute.
    /// </summary>
    public string? Protection =>
        (Attributes & Libc.STATX_ATTR_IMMUTABLE) != 0 ? "immutable (chattr +i)"
        : (Attributes & Libc.STATX_ATTR_APPEND) != 0 ? "append-only (chattr +a)"
        : null;

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

    public bool IsSymbolicLink => (Mode & Libc.S_IFMT) == Libc.S_IFLNK;

    /// <summary>
    /// Whether users other than root and this process's may add and replace names in this directory, and so could have put a
    /// symbolic link there.
    /// </summary>
    public bool IsWritableByOthers =>
        (Mode & (Libc.S_IWGRP | Libc.S_IWOTH)) != 0 || (Owner != 0 && Owner != Libc.geteuid());

    /// <summary>The status of an open file; null when the system does not return it.</summary>
    public static FileStatus? Of(SafeFileHandle descriptor) => Of(descriptor, "", Libc.AT_EMPTY_PATH, out _);

    /// <summary>The status of a path; null when it does not exist or cannot be reached.</summary>
    /// <param name="followLink">Whether to follow a symbolic link.</param>
    public static FileStatus? Of(string path, bool followLink) => Of(Libc.AT_FDCWD, path, followLink ? 0 : Libc.AT_SYMLINK_NOFOLLOW, out _);

    /// <summary>The status of a name in a directory, without following a symbolic link; null when it does not exist, or is unknown.</summary>
    public static FileStatus? OfName(SafeFileHandle directory, string name) => OfName(directory, name, out _);

    /// <summary>The status of a name in a directory, without following a symbolic link.</summary>
    /// <param name="error">The system's error; 0 when there is a status, <see cref="Libc.ENOENT"/> when the name does not exist.</param>
    public static FileStatus? OfName(SafeFileHandle directory, string name, out int error) =>
        Of(directory, name, Libc.AT_SYMLINK_NOFOLLOW, out error);

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
    public static bool IsSame(SafeFileHandle one, SafeFileHandle other) =>
        Of(one) is { } first && Of(other) is { } second && first.IsSameFile(second);

    /// <summary>Whether the other is the same file, pipe or socket.</summary>
    public bool IsSameFile(FileStatus other) => (Device, Inode) == (other.Device, other.Inode);

    private static unsafe FileStatus? Of(SafeFileHandle directory, string name, int flags, out int error)
    {
        Libc.statx_buffer status;
        const uint mask = Libc.STATX_TYPE | Libc.STATX_MODE | Libc.STATX_UID | Libc.STATX_GID | Libc.STATX_NLINK | Libc.STATX_INO;
        error = Libc.statx(directory, name, flags, mask, &status) == 0 ? 0 : Libc.errno();
        return error switch
        {
            0 => new(
                status.stx_mode, status.stx_uid, status.stx_gid, status.stx_nlink,
                ((ulong)status.stx_dev_major << 32) | status.stx_dev_minor, status.stx_ino, status.stx_attributes),

            // The system call filters of older container runtimes know no statx.
            Libc.EPERM or Libc.ENOSYS => OfStat(directory, name, flags, out error),
            _ => null,
        };
    }

    private static unsafe FileStatus? OfStat(SafeFileHandle directory, string name, int flags, out int error)
    {
        Libc.stat_buffer status;
        error = Libc.fstatat(directory, name, &status, flags) == 0 ? 0 : Libc.errno();
        if (error != 0)
        {
            return null;
        }

        return RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? new(status.arm64.st_mode, status.arm64.st_uid, status.arm64.st_gid, status.arm64.st_nlink, status.st_dev, status.st_ino, 0)
            : new(status.x64.st_mode, status.x64.st_uid, status.x64.st_gid, status.x64.st_nlink, status.st_dev, status.st_ino, 0);
    }
}
