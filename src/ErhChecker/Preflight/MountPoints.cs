using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>The mounted file systems: proc_pid_mountinfo(5).</summary>
internal static class MountPoints
{
    /// <summary>The mount point of the file system of a path, where it is mounted <c>noexec</c>; else null.</summary>
    /// <param name="path">An absolute path without links.</param>
    public static string? NotExecutable(string path) => NotExecutable(path, TextFile.ReadBytes("/proc/self/mountinfo").Text);

    /// <summary>The same in a table of mounts; of two at one point the later one covers the other.</summary>
    public static string? NotExecutable(string path, string mountInfo)
    {
        const int point = 4;
        const int options = 5;
        return mountInfo.Split('\n')
            .Select(line => line.Split(' '))
            .Where(fields => fields.Length > options && $"{path}/".StartsWith($"{fields[point].TrimEnd('/')}/", StringComparison.Ordinal))
            .Select((fields, order) => (Point: fields[point], Options: fields[options].Split(','), Order: order))
            .OrderBy(mount => mount.Point.Length).ThenBy(mount => mount.Order)
            .LastOrDefault() is { Options: { } found, Point: { } at } && found.Contains("noexec") ? at : null;
    }
}
