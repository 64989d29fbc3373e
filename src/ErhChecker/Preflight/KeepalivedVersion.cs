namespace ErhChecker.Preflight;

/// <summary>What differs between the versions of keepalived.</summary>
internal static class KeepalivedVersion
{
    private static readonly Version FirstWithMilliseconds = new(2, 3, 2);
    private static readonly Version FirstThatSkips = new(2, 3, 3);
    private static readonly Version FirstWhoseTestEndsItself = new(2, 2, 5);
    private static readonly Version FirstWhoseTestIsFixed = new(2, 2, 8);

    /// <summary>The version in what <c>keepalived --version</c> prints; null when there is none.</summary>
    public static Version? Parse(string output)
    {
        var start = output.IndexOf("Keepalived v", StringComparison.Ordinal);
        return start >= 0 && Version.TryParse(output[(start + "Keepalived v".Length)..].Split(' ', '\n')[0], out var version) ? version : null;
    }

    /// <summary>Whether <c>interval</c> and <c>timeout</c> may have fractions; an unknown version is taken for a new one.</summary>
    public static bool TakesFractions(Version? version) => version is null || version >= FirstWithMilliseconds;

    /// <summary>Whether a check is started while the one before still runs.</summary>
    public static bool ChecksOverlap(Version? version) => version is not null && version < FirstThatSkips;

    /// <summary>Whether <c>keepalived -t</c> ends itself with SIGTERM when the script user is not root.</summary>
    public static bool TestEndsItself(Version? version) => version >= FirstWhoseTestEndsItself && version < FirstWhoseTestIsFixed;
}
