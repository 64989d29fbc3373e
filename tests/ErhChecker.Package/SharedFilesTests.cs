using System.Text.RegularExpressions;
using ErhChecker.Packaging;
using ErhChecker.Settings;

namespace ErhChecker.Package;

[Trait("Check", "documents")]
public sealed partial class SharedFilesTests
{
    private static readonly Changelog Changes = Changelog.Read(Path.Combine(Repository.Root, "CHANGELOG.md"));

    [Fact]
    public void Page_and_completions_are_those_of_the_programs_tables()
    {
        foreach (var (path, text) in SharedFiles.Of(Changes))
        {
            var kept = File.ReadAllText(Path.Combine(Repository.Root, "src/Packaging/share", path));
            Assert.True(kept == text, $"src/Packaging/share/{path} is not what the tables say: ./build.sh generate");
        }
    }

    [Fact]
    public async Task The_page_tells_of_every_option_variable_and_default_that_help_tells()
    {
        var help = (await Command.MustRunAsync([Repository.Checker, "--help"])).Output;
        var page = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/Packaging/share/man/man8/erhchecker.8")))
            .Replace("\\-", "-", StringComparison.Ordinal);

        Assert.Equal(Options.Matches(help).Select(match => match.Value.Trim()), Options.Matches(Markup.Replace(page, "")).Select(match => match.Value.Trim()));
        Assert.All(HelpVariables.Matches(help), match => Assert.Contains($".B {match.Groups["name"].Value}\n", page, StringComparison.Ordinal));
        Assert.Equal(
            HelpDefaults.Matches(help).Select(match => match.Groups["value"].Value).Order(StringComparer.Ordinal),
            PageDefaults.Matches(page).Select(match => match.Groups["value"].Value).Order(StringComparer.Ordinal));
    }

    [Fact, RequiresTool("man")]
    public async Task The_page_renders_without_a_warning()
    {
        var page = await Command.MustRunAsync(
            ["man", "--warnings", "--local-file", "--encoding=UTF-8", Path.Combine(Repository.Root, "src/Packaging/share/man/man8/erhchecker.8")],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MANWIDTH"] = "80", ["LC_ALL"] = "C.UTF-8" });
        Assert.Equal("", page.Error);
        Assert.Contains("--noTFlagRoutersFilePath FILE", page.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_choice_is_taken_and_nothing_else()
    {
        Check(CheckSettings.LogLevelSetting);
        Check(CheckSettings.OutputSetting);

        static void Check<T>(Setting<T> setting)
        {
            Assert.All(setting.Choices, choice => Assert.True(setting.TryParse(choice, out _)));
            Assert.False(setting.TryParse("other", out _));
            Assert.Equal(Enum.GetNames(typeof(T)).Length, setting.Choices.Count);
        }
    }

    [Fact]
    public void The_newest_release_of_the_changelog_is_the_programs_version() =>
        Assert.Equal(ProgramVersion.Text, Changes.Releases[0].Version);

    [GeneratedRegex(@"^ *(-[a-z], )?--[A-Za-z]+( [A-Z]+)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Options { get; }

    [GeneratedRegex(@"\\f[BIR]", RegexOptions.None, 1000)]
    private static partial Regex Markup { get; }

    [GeneratedRegex(@"^ +variable (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HelpVariables { get; }

    [GeneratedRegex(@"^ +default (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HelpDefaults { get; }

    [GeneratedRegex(@"^Default: \\%(?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PageDefaults { get; }
}
