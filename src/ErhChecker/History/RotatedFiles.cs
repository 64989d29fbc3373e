using System.Globalization;
using System.Text;
using ErhChecker.Host;

namespace ErhChecker.History;

/// <summary>What logrotate puts beside a file: <c>FILE.1</c>, <c>FILE.2.gz</c>, <c>FILE-20261128</c>, <c>FILE-20261128.gz</c>.</summary>
internal static class RotatedFiles
{
    private const string Compressed = ".gz";
    private const int DateLength = 8;

    /// <summary>The rotated files of a file, the oldest first.</summary>
    public static IEnumerable<string> Of(string path) => Select(path, FilePaths.Glob(Escaped(path) + "[.-][0-9]*"));

    /// <summary>Those of the candidates that are rotated files, the oldest first. A file that is being compressed is taken once.</summary>
    internal static IEnumerable<string> Select(string path, IReadOnlyCollection<string> candidates) => candidates
        .Where(candidate => IsRotated(candidate[path.Length..]))
        .Where(candidate => !candidate.EndsWith(Compressed, StringComparison.Ordinal) || !candidates.Contains(candidate[..^Compressed.Length], StringComparer.Ordinal))
        .OrderBy(candidate => candidate[path.Length] == '-' ? long.MinValue : -long.Parse(Name(candidate[path.Length..]), CultureInfo.InvariantCulture))
        .ThenBy(candidate => candidate, StringComparer.Ordinal);

    private static bool IsRotated(string suffix)
    {
        var name = Name(suffix);
        return suffix[0] == '.'
            ? name.Length is > 0 and < 10 && name.All(char.IsAsciiDigit)
            : name.Length >= DateLength && name[..DateLength].All(char.IsAsciiDigit) && name.All(character => char.IsAsciiDigit(character) || character == '-');
    }

    private static string Name(string suffix) =>
        suffix.Length > 1 + Compressed.Length && suffix.EndsWith(Compressed, StringComparison.Ordinal) ? suffix[1..^Compressed.Length] : suffix[1..];

    /// <summary>The path as a pattern of glob(3) that matches it alone.</summary>
    private static string Escaped(string path)
    {
        var pattern = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            pattern.Append(character is '\\' or '*' or '?' or '[' or ']' or '{' or '}' or ',' ? "\\" : "").Append(character);
        }

        return pattern.ToString();
    }
}
