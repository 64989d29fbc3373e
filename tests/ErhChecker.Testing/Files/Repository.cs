namespace ErhChecker.Testing.Files;

/// <summary>The repository's files: what the tests prove, and what they prove it with.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Copied = new(CopySamples);

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The published binary, <c>ERHCHECKER_BINARY</c> or else <c>artifacts/erhchecker</c>, where every user can reach it.</summary>
    public static string Checker => PublishedChecker.Path;

    /// <summary>The folder of the <c>dotnet</c> that runs the tests: their own processes are named otherwise.</summary>
    public static string DotNet { get; } = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file's text.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>A copy of <c>samples</c> where every user can reach it, and every machine of the tests: some have a /opt or a /home of their own.</summary>
    public static string Samples => Copied.Value;

    /// <summary>A file below <see cref="Samples"/>.</summary>
    public static string Sample(string name) => Path.Combine(Samples, name);

    /// <summary>The text of a file below <c>samples</c>.</summary>
    public static string ReadSample(string name) => File.ReadAllText(Sample(name));

    /// <summary>A response of a real router, byte for byte.</summary>
    public static string Recorded(string name) => PathOf("tests", "fixtures", "recorded", name);

    private static string CopySamples()
    {
        var copy = Path.Combine(RunFolder.Path, "samples");
        Processes.Command.MustRunAsync(["sh", "-c", "cp -r \"$0\" \"$1\" && chmod -R u=rwX,go=rX \"$1\"", PathOf("samples"), copy]).GetAwaiter().GetResult();
        return copy;
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ErhChecker.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"no ErhChecker.sln above {AppContext.BaseDirectory}: run the tests from the repository");
    }
}
