using System.Text;

namespace ErhChecker.Host;

/// <summary>Paths as the C library reads them: patterns, links, and PATH.</summary>
internal static unsafe class FilePaths
{
    private const int PathMax = 4096;

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

    private static string Text(byte* text)
    {
        var length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return Encoding.UTF8.GetString(text, length);
    }
}
