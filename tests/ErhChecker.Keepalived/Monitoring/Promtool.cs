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
        var folder = Directory.CreateTempSubdirectory("promtool-");
        try
        {
            var rules = Path.Combine(folder.FullName, "rules.yml");
            var sample = Repository.ReadSample(Rules);
            Assert.Equal(4, Oldest.Count(sample));
            await File.WriteAllTextAsync(rules, Oldest.Replace(sample, $" {oldest}"));
            var tests = Path.Combine(folder.FullName, "test.yml");
            await File.WriteAllTextAsync(tests, test(rules));
            return await Command.RunAsync(["promtool", "test", "rules", tests]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The number in the expressions, not in the comment.</summary>
    [GeneratedRegex(@"(?<=(>=|bool)) 51\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Oldest { get; }
}
