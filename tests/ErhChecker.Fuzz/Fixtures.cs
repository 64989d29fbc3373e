namespace ErhChecker.Fuzz;

/// <summary>The fixtures of the repository.</summary>
internal static class Fixtures
{
    /// <summary>Where failing inputs are kept.</summary>
    public static string Kept { get; } = Repository.PathOf("tests", "fixtures", "fuzz");

    /// <summary>What real routers answered.</summary>
    public static byte[][] RecordedReports() => Read("*.json");

    /// <summary>What real routers' configs are.</summary>
    public static byte[][] RecordedConfigs() => Read("*.yml");

    private static byte[][] Read(string pattern) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests", "fixtures", "recorded"), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
    ];
}
