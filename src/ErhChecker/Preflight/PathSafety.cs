using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>What keepalived's check_security() demands of the path of a script that runs as root (lib/notify.c).</summary>
internal static class PathSafety
{
    /// <summary>The first part of a path that users other than root may change; null when there is none.</summary>
    /// <param name="path">An absolute path without links.</param>
    public static string? FirstUnsafePart(string path)
    {
        for (var end = 0; end >= 0; end = end == path.Length ? -1 : Next(path, end + 1))
        {
            var part = end == 0 ? "/" : path[..end];
            if (FileStatus.Of(part, followLink: false) is { } status && !IsSafe(status))
            {
                return part;
            }
        }

        return null;
    }

    private static int Next(string path, int from) => path.IndexOf('/', from) is >= 0 and var at ? at : path.Length;

    private static bool IsSafe(FileStatus status) =>
        status.Owner == 0
        && ((status.IsDirectory && (status.Mode & Libc.S_ISVTX) != 0)
            || ((status.Mode & Libc.S_IWOTH) == 0 && (status.Group == 0 || (status.Mode & Libc.S_IWGRP) == 0)));
}
