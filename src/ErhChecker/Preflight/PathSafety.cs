using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>What keepalived's check_security() demands of the path of a script that runs as root (lib/notify.c).</summary>
internal static class PathSafety
{
    /// <summary>The first part of a path that users other than root may change; null when there is none.</summary>
    /// <param name="path">An absolute path without links.</param>
    public static string? FirstUnsafePart(string path) =>
        Parts(path).FirstOrDefault(part => FileStatus.Of(part, followLink: false) is { } status && !IsSafe(status));

    private static IEnumerable<string> Parts(string path)
    {
        yield return "/";
        for (var end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }

        yield return path;
    }

    private static bool IsSafe(FileStatus status) =>
        status.Owner == 0
        && ((status.IsDirectory && (status.Mode & Libc.S_ISVTX) != 0)
            || ((status.Mode & Libc.S_IWOTH) == 0 && (status.Group == 0 || (status.Mode & Libc.S_IWGRP) == 0)));
}
