using System.Text.RegularExpressions;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>Prometheus' own tool, on the sample rules.</summary>
internal static partial class Promtool
{
    public const string Rules = "monitoring/prometheus/erhchecker.rules.yml";

    /// <summary>Runs a test of the sample rules.</summary>
    /// <param name="test">Makes the test, given the path of the rules.</param>
    /// <param name="oldest">What takes the place of the sample's 51 seconds: three intervals and one of Prometheus' scrapes.</param>
    public static async Task<CommandResult> TestRulesAsync(Func<string, string> test, int oldest = 51)
    {
        using var folder = new TestFolder();
        var sample = Repository.ReadSample(Rules);
        Assert.Equal(4, Oldest.Count(sample));
        var rules = folder.Write("rules.yml", Oldest.Replace(sample, $" {oldest}"));
        return await Command.RunAsync(["promtool", "test", "rules", folder.Write("test.yml", test(rules))]);
    }

    /// <summary>The number in the expressions, not in the comment.</summary>
    [GeneratedRegex(@"(?<=(>=|bool)) 51\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Oldest { get; }
}
