using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Which regular file this is: by its inode, which all its hard links have, and by its name in a directory, which it keeps when it
/// is replaced, and has before it exists. Pipes and devices are not compared: two users of /dev/null do not disturb each other.
/// </summary>
internal sealed class FileIdentity
{
    /// <summary>As many as the kernel follows, path_resolution(7).</summary>
    private const int MaxLinks = 40;

    private readonly FileStatus? file;
    private readonly FileStatus? directory;
    private readonly string name;
    private readonly bool isReplaced;

    private FileIdentity(FileStatus? file, FileStatus? directory, string name, bool isReplaced = false)
    {
        (this.file, this.directory, this.name, this.isReplaced) = (file, directory, name, isReplaced);
        IsComparable = file is null or { IsRegularFile: true };
    }

    /// <summary>Whether it is a regular file, or does not exist.</summary>
    public bool IsComparable { get; }

    /// <summary>Whether it exists, and anyone may execute it.</summary>
    public bool IsExecutable => file is { IsExecutable: true };

    /// <summary>The identity of a file to be written, as <see cref="TrustedPath"/> found it.</summary>
    /// <param name="name">Its name there, no symbolic link.</param>
    /// <param name="file">Its status; null when it does not exist.</param>
    /// <param name="isReplaced">Whether another file will have this name.</param>
    public static FileIdentity Of(SafeFileHandle directory, string name, FileStatus? file, bool isReplaced) =>
        new(file, FileStatus.Of(directory), name, isReplaced);

    /// <summary>The identity of a file that is read. The path is looked up: on a file system that hangs, this hangs.</summary>
    public static FileIdentity Of(string path)
    {
        var status = FileStatus.Of(path, followLink: true);
        for (var links = 0; links < MaxLinks && FileStatus.ReadLink(path) is { } target; links++)
        {
            path = Path.Combine(FolderOf(path), target);
        }

        return new(status, FileStatus.Of(FolderOf(path), followLink: true), Path.GetFileName(path));
    }

    /// <summary>
    /// Whether writing to the other would change this one. The inode of one that was replaced may be another file's by now, unless it has more names.
    /// </summary>
    public bool IsSame(FileIdentity other) =>
        IsComparable && other.IsComparable
        && ((file is { } one && (!isReplaced || one.Links > 1) && other.file is { } two && one.IsSameFile(two))
            || (directory is { } first && other.directory is { } second && first.IsSameFile(second)
                && string.Equals(name, other.name, StringComparison.Ordinal)));

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : path.StartsWith('/') ? "/" : ".";
}
