namespace ErhChecker.Tests;

/// <summary>What README and docs/output.md show of the program's output is what the golden files hold.</summary>
public class OutputDocumentTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs", "output.md"));

    [Theory]
    [InlineData("healthy")]
    [InlineData("draining")]
    [InlineData("drained-time-over")]
    [InlineData("no-links")]
    [InlineData("isolated")]
    [InlineData("unreachable-refused")]
    [InlineData("unknown")]
    public void The_text_of_every_state_is_the_programs(string name) =>
        Assert.Contains($"```\n{Golden($"text-{name}.txt")}```\n", Document, StringComparison.Ordinal);

    [Fact]
    public void The_excerpt_in_README_is_the_programs()
    {
        const string Command = "$ /home/ziggy/erhchecker.pyz --output text; echo \"exit $?\"\n";
        const string ExitCode = "\nexit 0";
        var from = Readme.IndexOf(Command, StringComparison.Ordinal) + Command.Length;
        var excerpt = Readme[from..Readme.IndexOf("\n```", from, StringComparison.Ordinal)];
        Assert.EndsWith(ExitCode, excerpt, StringComparison.Ordinal);

        var golden = Golden("text-draining.txt");
        Assert.All(excerpt[..^ExitCode.Length].Split("\n...\n"), part => Assert.Contains(part + "\n", golden, StringComparison.Ordinal));
    }

    [Fact]
    public void The_line_of_the_log_is_the_programs()
    {
        const string Level = "    2026-11-22 03:12:09 - WARNING - ";
        var line = Document.Split('\n').Single(line => line.StartsWith(Level, StringComparison.Ordinal));

        Assert.Contains($"\n{line[Level.Length..]}\n", Golden("verdict-lines.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void README_fits_on_five_screens() => Assert.InRange(Readme.Split('\n').Length, 1, 200);

    private static string Golden(string name) => File.ReadAllText(Repository.PathOf("tests", "ErhChecker.Tests", "golden", name));
}
