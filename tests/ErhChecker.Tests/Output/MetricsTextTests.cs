using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>What holds for the metrics of every state; the golden files have the texts.</summary>
public class MetricsTextTests
{
    public static TheoryData<string> Results { get; } = [.. Samples.Results.Keys];

    [Theory]
    [MemberData(nameof(Results))]
    public void One_state_of_all_is_1(string name)
    {
        var result = Samples.Results[name];
        var states = Values(result).Where(metric => metric.Key.StartsWith("erhchecker_state{", StringComparison.Ordinal)).ToList();

        Assert.Equal(Enum.GetValues<CheckState>().Select(state => $"erhchecker_state{{state=\"{state.Name()}\"}}"), states.Select(state => state.Key));
        Assert.Equal($"erhchecker_state{{state=\"{result.Verdict.State.Name()}\"}}", Assert.Single(states, state => state.Value == "1").Key);
        Assert.All(states, state => Assert.Contains(state.Value, new[] { "0", "1" }));
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void Each_metric_has_its_help_and_type_before_it(string name)
    {
        var lines = MetricsText.Format(Samples.Results[name], 0).Split('\n');

        Assert.Equal("", lines[^1]);
        foreach (var sample in lines[..^1].Where(line => !line.StartsWith('#')))
        {
            var metric = sample.Split('{', ' ')[0];
            Assert.Single(lines, line => line.StartsWith($"# HELP {metric} ", StringComparison.Ordinal));
            Assert.True(Array.IndexOf(lines, $"# TYPE {metric} gauge") is var type and >= 0 && type < Array.IndexOf(lines, sample), sample);
        }
    }

    [Fact]
    public void Numbers_are_the_same_in_every_language()
    {
        var usual = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.Equal("539.875", Values(Samples.Results["draining-fraction"])["erhchecker_drain_remaining_seconds"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }

    private static Dictionary<string, string> Values(CheckResult result) => MetricsText.Format(result, warnings: 2).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
}
