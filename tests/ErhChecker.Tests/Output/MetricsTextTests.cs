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
        var lines = MetricsText.Format(Samples.Results[name], 0, isInMaintenance: false).Split('\n');

        Assert.Equal("", lines[^1]);
        foreach (var sample in lines[..^1].Where(line => !line.StartsWith('#')))
        {
            var metric = sample.Split('{', ' ')[0];
            Assert.Single(lines, line => line.StartsWith($"# HELP {metric} ", StringComparison.Ordinal));
            Assert.True(Array.IndexOf(lines, $"# TYPE {metric} gauge") is var type and >= 0 && type < Array.IndexOf(lines, sample), sample);
        }
    }

    [Theory]
    [InlineData("healthy", "erhchecker_controller_healthy", "1")]
    [InlineData("isolated", "erhchecker_controller_healthy", "0")]
    [InlineData("unreachable-refused", "erhchecker_controller_healthy", null)]
    [InlineData("healthy", "erhchecker_links{use=\"usable\"}", "1")]
    [InlineData("healthy", "erhchecker_links{use=\"no_traversal\"}", "1")]
    [InlineData("healthy", "erhchecker_links{use=\"controller\"}", "1")]
    [InlineData("no-links", "erhchecker_links{use=\"usable\"}", "0")]
    [InlineData("healthy-before-0.28", "erhchecker_links{use=\"usable\"}", null)]
    [InlineData("draining", "erhchecker_drain_remaining_seconds", "540")]
    [InlineData("draining-fraction", "erhchecker_drain_remaining_seconds", "539.875")]
    [InlineData("drained-time-over", "erhchecker_drain_remaining_seconds", "0")]
    [InlineData("drained-no-time", "erhchecker_drain_remaining_seconds", null)]
    [InlineData("healthy", "erhchecker_drain_remaining_seconds", null)]
    [InlineData("draining", "erhchecker_circuits", "7")]
    [InlineData("draining-circuits-unknown", "erhchecker_circuits", null)]
    [InlineData("healthy", "erhchecker_circuits", null)]
    [InlineData("healthy", "erhchecker_exit_code", "0")]
    [InlineData("drained-no-session", "erhchecker_exit_code", "1")]
    [InlineData("healthy", "erhchecker_warnings", "2")]
    [InlineData("healthy", "erhchecker_check_duration_seconds", "0.0172")]
    [InlineData("healthy", "erhchecker_check_timestamp_seconds", "1795341600")]
    public void A_value_is_what_the_check_found_or_left_out(string name, string metric, string? value) =>
        Assert.Equal(value, Values(Samples.Results[name]).GetValueOrDefault(metric));

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

    private static Dictionary<string, string> Values(CheckResult result) => MetricsText.Format(result, warnings: 2, isInMaintenance: false).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..], StringComparer.Ordinal);
}
