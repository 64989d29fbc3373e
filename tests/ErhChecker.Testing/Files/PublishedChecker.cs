using ErhChecker.Testing.Processes;
using ErhChecker.Testing.Requirements;

namespace ErhChecker.Testing.Files;

/// <summary>
/// The program that the tests run: a copy that every user can reach, wherever the repository is, and that is the same to the last test
/// when it is published anew meanwhile.
/// </summary>
internal static class PublishedChecker
{
    private static readonly Lazy<string> Copied = new(CopyOfCurrent);

    /// <summary>The copy's path.</summary>
    /// <exception cref="RequirementException">There is no program, or it is older than the sources.</exception>
    public static string Path => Copied.Value;

    private static string CopyOfCurrent()
    {
        var copy = System.IO.Path.Combine(RunFolder.Path, "erhchecker");
        Executable.Copy(Current(), copy);
        return copy;
    }

    private static string Current()
    {
        if (Environment.GetEnvironmentVariable("ERHCHECKER_BINARY") is { Length: > 0 } named)
        {
            return File.Exists(named) ? System.IO.Path.GetFullPath(named) : throw RequirementException.Failure($"ERHCHECKER_BINARY names '{named}': there is no such file");
        }

        var published = Repository.PathOf("artifacts", "erhchecker");
        if (!File.Exists(published))
        {
            throw new RequirementException("needs the published program: ./build.sh publish");
        }

        var current = Command.RunAsync([Repository.PathOf("build.sh"), "current"]).GetAwaiter().GetResult();
        return current.ExitCode == 0 ? published : throw RequirementException.Failure(current.Error.Trim());
    }
}
