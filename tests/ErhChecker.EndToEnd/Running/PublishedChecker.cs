namespace ErhChecker.EndToEnd.Running;

/// <summary>The published native binary, and the repository that it comes from.</summary>
internal static class PublishedChecker
{
    private static readonly Lazy<string> LazyPath = new(Find);

    /// <summary>The binary: <c>ERHCHECKER_BINARY</c>, else <c>artifacts/erhchecker</c> of the repository.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message tells how to get it.</exception>
    public static string Path => LazyPath.Value;

    /// <summary>The repository's root: the folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string Find()
    {
        var told = Environment.GetEnvironmentVariable("ERHCHECKER_BINARY");
        var path = string.IsNullOrEmpty(told) ? System.IO.Path.Combine(Root, "artifacts", "erhchecker") : System.IO.Path.GetFullPath(told);
        return File.Exists(path) ? path : throw new FileNotFoundException($"there is no checker at {path}: run ./build.sh publish first");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ErhChecker.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no ErhChecker.sln above {AppContext.BaseDirectory}: run the tests from the repository");
    }
}
