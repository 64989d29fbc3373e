using System.Globalization;
using System.Text.RegularExpressions;

namespace ErhChecker.Release;

/// <summary>One release of the changelog.</summary>
/// <param name="Text">What is said of it, as it stands.</param>
internal sealed record ReleasedVersion(string Version, DateOnly Date, string Text);

/// <summary>The repository's CHANGELOG.md, in the form of keepachangelog.com.</summary>
internal sealed partial record Changelog(IReadOnlyList<ReleasedVersion> Releases)
{
    public static Changelog Read(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads its text.</summary>
    /// <exception cref="FormatException">It holds no release.</exception>
    public static Changelog Parse(string text)
    {
        var headings = Heading.Matches(text);
        var releases = headings.Select((heading, index) =>
        {
            var end = index + 1 < headings.Count ? headings[index + 1].Index : text.Length;
            return new ReleasedVersion(
                heading.Groups["version"].Value,
                DateOnly.ParseExact(heading.Groups["date"].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                text[(heading.Index + heading.Length)..end].Trim() + "\n");
        }).ToArray();
        return releases.Length > 0 ? new(releases) : throw new FormatException("the changelog has no heading such as '## [2.0.0] - 2026-11-22'");
    }

    /// <summary>A release by its version.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public ReleasedVersion Release(string version) =>
        Releases.FirstOrDefault(release => release.Version == version)
        ?? throw new FormatException($"the changelog says nothing of version {version}");

    [GeneratedRegex(@"^## \[(?<version>[^\]]+)\] - (?<date>\d{4}-\d{2}-\d{2})$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading { get; }
}
