using System.Text.RegularExpressions;

namespace ErhChecker.Tests;

/// <summary>The chart and the table of docs/speed.md are of the same run.</summary>
public partial class SpeedDocumentTests
{
    [Fact]
    public void The_chart_shows_the_figures_of_the_table()
    {
        var rows = Repository.Read("docs", "speed.md").Split('\n');
        var healthy = rows[Array.FindIndex(rows, row => row.StartsWith("| **one healthy check", StringComparison.Ordinal))..];
        var table = healthy.Skip(1).Take(4).Select(row => row.Split(" | ")[2]);

        Assert.Equal(table, Figures.Matches(Repository.Read("docs", "speed.svg")).Select(match => match.Groups["milliseconds"].Value));
    }

    [GeneratedRegex(">(?<milliseconds>[0-9.]+) ms</text>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figures { get; }
}
