using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ErhChecker.Release;

/// <summary>The changelog as Debian's tools read it.</summary>
internal static partial class DebianChangelog
{
    private const int Width = 80;

    /// <summary>The whole changelog.</summary>
    /// <param name="changelog">The repository's.</param>
    /// <param name="maintainer">Who signs: <c>Name &lt;address&gt;</c>.</param>
    /// <param name="version">The version of the package: the newest release's, or a build on top of it.</param>
    public static string Of(Changelog changelog, string maintainer, string version)
    {
        var text = new StringBuilder();
        foreach (var release in changelog.Releases)
        {
            var heading = text.Length == 0 ? version : release.Version;
            text.Append(text.Length == 0 ? "" : "\n");
            text.Append(CultureInfo.InvariantCulture, $"erhchecker ({heading}) stable; urgency=medium\n\n");
            foreach (var entry in Entries(release.Text))
            {
                AddWrapped(text, entry);
            }

            text.Append(CultureInfo.InvariantCulture, $"\n -- {maintainer}  {release.Date:ddd, dd MMM yyyy} 00:00:00 +0000\n");
        }

        return text.ToString();
    }

    /// <summary>The list's entries, each on one line and without Markdown's marks.</summary>
    private static IEnumerable<string> Entries(string text) =>
        Entry.Matches(text).Select(match => Plain(Spaces.Replace(match.Groups["text"].Value, " ").Trim()));

    private static string Plain(string markdown) =>
        Link.Replace(markdown, "${text}").Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);

    private static void AddWrapped(StringBuilder text, string entry)
    {
        var line = new StringBuilder("  *");
        foreach (var word in entry.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append("   ");
            }

            line.Append(' ').Append(word);
        }

        text.Append(line).Append('\n');
    }

    [GeneratedRegex(@"^- (?<text>.*(\n  .*)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry { get; }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link { get; }
}
