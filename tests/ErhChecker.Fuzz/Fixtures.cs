namespace ErhChecker.Fuzz;

/// <summary>The fixtures of the repository.</summary>
internal static class Fixtures
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where failing inputs are kept.</summary>
    public static string Kept { get; } = Path.Combine(Root, "tests", "fixtures", "fuzz");

    /// <summary>What real routers answered.</summary>
    public static byte[][] RecordedReports() => Read("*.json");

    /// <summary>What real routers' configs are.</summary>
    public static byte[][] RecordedConfigs() => Read("*.yml");

    private static byte[][] Read(string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "tests", "fixtures", "recorded"), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ErhChecker.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no ErhChecker.sln above {AppContext.BaseDirectory}: run this from the repository");
    }
}
