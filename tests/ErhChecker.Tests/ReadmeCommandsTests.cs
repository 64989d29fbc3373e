using System.Text.RegularExpressions;

namespace ErhChecker.Tests;

/// <summary>The commands that README and CONTRIBUTING show exist.</summary>
public partial class ReadmeCommandsTests
{
    private static readonly string Script = Repository.Read("build.sh");

    public static TheoryData<string> Documents { get; } = ["README.md", "CONTRIBUTING.md", "docs/speed.md", "docs/security.md", "samples/StandInRouter/README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_of_the_build_exists(string document) => Assert.All(
        BuildCommands.Matches(Repository.Read(document)).Select(match => match.Groups["command"].Value),
        command => Assert.Matches($@"(?m)^  {command}\)", Script));

    [Fact]
    public void The_release_that_README_downloads_is_this_version() => Assert.Contains(
        $"/releases/download/v{ProgramVersion.Text}/{{SHA256SUMS,erhchecker_{ProgramVersion.Text}_amd64.deb}}\n", Repository.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void Every_file_of_a_release_that_a_document_or_a_sample_names_is_of_this_version()
    {
        string[] files =
        [
            Repository.PathOf("README.md"),
            .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md"),
            .. Directory.EnumerateFiles(Repository.Samples, "*", SearchOption.AllDirectories),
        ];
        var named = files.SelectMany(file => Versions.Matches(File.ReadAllText(file)).Select(match => (file, match.Groups["version"].Value))).ToList();

        Assert.Contains(named, name => name.file.EndsWith("inventory.yml", StringComparison.Ordinal));
        Assert.All(named, name => Assert.Equal((name.file, ProgramVersion.Text), name));
    }

    [Fact]
    public void The_packages_that_a_build_requires_are_those_of_the_build()
    {
        var readme = Repository.Read("README.md");
        var sentence = readme[readme.IndexOf("`demo` requires", StringComparison.Ordinal)..readme.IndexOf(" and small tools.", StringComparison.Ordinal)];
        var packages = Words.Matches(sentence).Select(match => match.Value).Except(["demo", "test", "all", "requires", "also", "and", "for"], StringComparer.Ordinal).ToList();

        Assert.Equal(13, packages.Count);
        Assert.All(packages, package => Assert.Contains(package, Script, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\./build\.sh (?<command>[a-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildCommands { get; }

    [GeneratedRegex(@"erhchecker[_-](?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Versions { get; }

    [GeneratedRegex("[a-z][a-z0-9-]+", RegexOptions.None, 1000)]
    private static partial Regex Words { get; }
}
