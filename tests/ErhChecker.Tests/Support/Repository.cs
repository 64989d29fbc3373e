namespace ErhChecker.Tests.Support;

/// <summary>Where the repository's files lie.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>An answer of a real router, byte for byte.</summary>
    public static string Recorded(string name) => PathOf("tests", "fixtures", "recorded", name);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ErhChecker.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"no ErhChecker.sln above {AppContext.BaseDirectory}");
    }
}
