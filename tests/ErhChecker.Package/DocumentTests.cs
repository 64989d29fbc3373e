using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ErhChecker.Package;

/// <summary>What a reader clicks on.</summary>
[Trait("Check", "documents")]
public sealed partial class DocumentTests
{
    /// <summary>Where a forge shows the runs of a workflow, as seen from README.</summary>
    private const string Workflows = "../../actions/workflows/";

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Pictures =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.svg").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file_and_a_heading(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        foreach (var target in Link.Matches(File.ReadAllText(path)).Select(match => match.Groups["target"].Value).Where(target => !target.Contains(':', StringComparison.Ordinal)))
        {
            if (target.StartsWith(Workflows, StringComparison.Ordinal))
            {
                var workflow = Path.Combine(Repository.Root, ".github/workflows", target[Workflows.Length..].Split('/')[0]);
                Assert.True(File.Exists(workflow), $"{document} links to {target}: there is no such workflow");
                continue;
            }

            var words = target.Split('#');
            var file = words[0].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, words[0]);
            Assert.True(Path.Exists(file), $"{document} links to {target}: there is no such file");
            if (words.Length > 1)
            {
                Assert.Contains(words[1], Heading.Matches(File.ReadAllText(file)).Select(match => Anchor(match.Groups["text"].Value)));
            }
        }
    }

    /// <summary>Readable on every page, whatever the system's color scheme, and described for readers who cannot see it.</summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_picture_has_a_dark_form_and_a_description(string picture)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", picture));
        var names = XDocument.Parse(text).Root!.Elements().Select(element => element.Name.LocalName).ToArray();
        Assert.Contains("title", names);
        Assert.Contains("desc", names);
        Assert.Contains("<rect class=\"page\" width=", text, StringComparison.Ordinal); // a page in the other scheme would show through
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
    }

    /// <summary>A heading's anchor as the forge makes it.</summary>
#pragma warning disable CA1308 // an anchor is in lower case
    private static string Anchor(string heading) => NoAnchor.Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');
#pragma warning restore CA1308

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NoAnchor { get; }
}
