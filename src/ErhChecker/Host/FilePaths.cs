using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>Paths as the C library reads them: patterns, links, and PATH.</summary>
internal static unsafe class FilePaths
{
    private const int PathMax = 4096;
    private const int MaxBraces = 16;
    private const int MaxAlternatives = 64;
    private const int MaxWildcards = 2;
    private const int MaxSteps = 8;

    /// <summary>
    /// Why a pattern must not be given to <see cref="Glob"/>, which needs stack for each brace and each step after a wildcard, and
    /// memory for all that matches; null when it may be.
    /// </summary>
    public static string? WhyTooBroad(string pattern)
    {
        var braced = pattern.Split('{');
        var alternatives = braced.Aggregate(1.0, (product, part) => product * (part.AsSpan().Count(',') + 1));
        if (braced.Length > 1 && (braced.Length - 1 > MaxBraces || alternatives > MaxAlternatives))
        {
            return $"expected at most {MaxBraces} braces, for {MaxAlternatives} paths";
        }

        var steps = pattern.Split('/').SkipWhile(step => !HasWildcard(step)).ToList();
        return steps.Count > MaxSteps || steps.Count(HasWildcard) > MaxWildcards
            ? $"expected at most {MaxWildcards} steps with wildcards, and {MaxSteps} from the first of them"
            : null;
    }

    /// <summary>The files that match a pattern, sorted, directories with a slash at the end: glob(3) with braces.</summary>
    public static List<string> Glob(string pattern)
    {
        Libc.glob_t found = default;
        var files = new List<string>();
        if (Libc.glob(pattern, Libc.GLOB_MARK | Libc.GLOB_BRACE, 0, &found) == 0)
        {
            for (nuint at = 0; at < found.gl_pathc; at++)
            {
                files.Add(Text(found.gl_pathv[at]));
            }

            Libc.globfree(&found);
        }

        return files;
    }

    /// <summary>The path with every link resolved; null when it does not exist or cannot be reached.</summary>
    public static string? Resolve(string path)
    {
        var resolved = stackalloc byte[PathMax];
        return Libc.realpath(path, resolved) == null ? null : Text(resolved);
    }

    /// <summary>The first file with this name in the folders of PATH, or in those where administrators' programs are; null without one.</summary>
    public static string? FindProgram(string name, IReadOnlyDictionary<string, string> environment)
    {
        const string usual = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";
        foreach (var folder in $"{environment.GetValueOrDefault("PATH", "")}:{usual}".Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, name);
            if (FileStatus.Of(path, followLink: true) is { IsRegularFile: true })
            {
                return path;
            }
        }

        return null;
    }

    private static bool HasWildcard(string step) => step.AsSpan().ContainsAny("*?[");

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
