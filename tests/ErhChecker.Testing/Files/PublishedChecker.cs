using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Files;

/// <summary>
/// The program that the tests run: a copy that every user can reach, wherever the repository is, and that is the same to the last test
/// when it is published anew meanwhile.
/// </summary>
internal static class PublishedChecker
{
    private static readonly Lazy<(string? Path, string? Problem)> Copied = new(CopyCurrent);
    private static int failed;

    /// <summary>The copy's path. Where there is no program, tests are skipped; where it is outdated, the first one fails.</summary>
    public static string Path
    {
        get
        {
            if (Copied.Value.Problem is { } problem)
            {
                Assert.True(Interlocked.Exchange(ref failed, 1) != 0, problem);
                Assert.Skip(problem);
            }

            Assert.SkipWhen(Copied.Value.Path is null, "requires the published program: ./build.sh publish");
            return Copied.Value.Path;
        }
    }

    private static (string? Path, string? Problem) CopyCurrent()
    {
        var named = Environment.GetEnvironmentVariable("ERHCHECKER_BINARY");
        var isNamed = !string.IsNullOrEmpty(named);
        var program = isNamed ? System.IO.Path.GetFullPath(named!) : Repository.PathOf("artifacts", "erhchecker");
        if (!File.Exists(program))
        {
            return (null, isNamed ? $"ERHCHECKER_BINARY names '{named}': there is no such file" : null);
        }

        if (!isNamed && Command.RunAsync([Repository.PathOf("build.sh"), "current"]).GetAwaiter().GetResult() is { ExitCode: not 0 } outdated)
        {
            return (null, outdated.Error.Trim());
        }

        var copy = System.IO.Path.Combine(RunFolder.Path, "erhchecker");
        Executable.Copy(program, copy);
        return (copy, null);
    }
}
