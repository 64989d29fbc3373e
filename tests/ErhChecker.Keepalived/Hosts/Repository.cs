namespace ErhChecker.Keepalived.Hosts;

/// <summary>Where the tests find what they prove: the samples, the recorded answers, the published program.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The published program: <c>ERHCHECKER_BINARY</c>, else where <c>./build.sh publish</c> puts it.</summary>
    public static string Checker
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("ERHCHECKER_BINARY") is { Length: > 0 } named
                ? Path.GetFullPath(named)
                : Path.Combine(Root, "artifacts", "erhchecker");
            return File.Exists(path) ? path : throw new FileNotFoundException($"there is no {path}: run ./build.sh publish first");
        }
    }

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    public static string ReadSample(string name) => File.ReadAllText(Sample(name));

    public static string ReadDocument(string name) => File.ReadAllText(Path.Combine(Root, "docs", name));

    /// <summary>A file of the tests.</summary>
    public static string Test(string name) => Path.Combine(Root, "tests", name);

    public static string ReadRecorded(string name) =>
        File.ReadAllText(Path.Combine(Root, "tests", "fixtures", "recorded", name));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests are not run from within the repository");
        }

        return folder.FullName;
    }
}
