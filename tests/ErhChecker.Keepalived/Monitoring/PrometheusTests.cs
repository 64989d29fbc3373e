
namespace ErhChecker.Keepalived.Monitoring;

/// <summary>The metrics and the sample rules, as Prometheus' own tool reads them.</summary>
[Trait("Check", "documents")]
public class PrometheusTests
{
    /// <summary>The metrics of every state, as the unit tests pin them.</summary>
    public static TheoryData<string> Pinned => [.. Directory.EnumerateFiles(Repository.PathOf("tests/ErhChecker.Tests/golden"), "*.prom").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The unit tests of the rules.</summary>
    private static string[] Tests => ["monitoring/prometheus/erhchecker.rules.test.yml", "monitoring/prometheus/erhchecker.maintenance.test.yml"];

    [Theory, RequiresTool("promtool")]
    [MemberData(nameof(Pinned))]
    public async Task It_has_nothing_against_the_metrics(string name)
    {
        var found = await Command.RunAsync(["/bin/sh", "-c", "promtool check metrics <\"$0\"", Repository.PathOf("tests", "ErhChecker.Tests", "golden", name)]);

        Assert.Equal((0, ""), (found.ExitCode, found.Said));
    }

    [Fact, RequiresTool("promtool")]
    public async Task It_has_nothing_against_the_rules()
    {
        var found = await Command.RunAsync(["promtool", "check", "rules", Repository.Sample(Promtool.Rules)]);

        Assert.True(found.ExitCode == 0, found.Said);
        Assert.Contains("10 rules found", found.Said, StringComparison.Ordinal);
    }

    [Fact, RequiresTool("promtool")]
    public async Task The_rules_pass_their_own_tests()
    {
        var found = await Command.RunAsync(["promtool", "test", "rules", .. Tests.Select(Repository.Sample)]);

        Assert.True(found.ExitCode == 0, found.Said);
    }

    /// <summary>A test that looks at nothing would pass too.</summary>
    [Theory, RequiresTool("promtool")]
    [InlineData(">= 51", ">= 360")]
    [InlineData("exit_code == 1", "exit_code == 2")]
    [InlineData("state=\"unknown\"", "state=\"isolated\"")]
    [InlineData("state=\"draining\"", "state=\"drained\"")]
    [InlineData("< bool 51", "< bool 3600")]
    [InlineData("[1d]", "[1m]")]
    [InlineData("< 900", "< 9000")]
    [InlineData("and ignoring (state) erhchecker_vrrp_state{state=\"master\"} == 1\n", "\n")]
    [InlineData(") > 1\n", ") > 2\n")]
    [InlineData("group_left () (time() - erhchecker_check_timestamp_seconds < bool 51)", "group_left () (time() - erhchecker_check_timestamp_seconds < bool 9999)")]
    [InlineData("by (pair, vrrp_instance)", "by (vrrp_instance)")]
    [InlineData("for: 1d", "for: 2d")]
    [InlineData("max by (pair) (erhchecker_maintenance)", "min by (pair) (erhchecker_maintenance)")]
    public async Task A_broken_rule_fails_them(string rule, string broken)
    {
        using var folder = new TestFolder();
        var rules = Repository.ReadSample(Promtool.Rules);
        Assert.Contains(rule, rules, StringComparison.Ordinal);
        folder.Write("erhchecker.rules.yml", rules.Replace(rule, broken, StringComparison.Ordinal));
        var tests = Tests.Select(test => folder.Write(Path.GetFileName(test), Repository.ReadSample(test)));

        Assert.NotEqual(0, (await Command.RunAsync(["promtool", "test", "rules", .. tests])).ExitCode);
    }
}
