using ErhChecker.History;
using ErhChecker.Notify;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Notify;

/// <summary>The metrics of VRRP: one file for all instances, each transition changes one.</summary>
public class VrrpMetricsTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 28, 2, 0, 0, 208, TimeSpan.Zero);

    [Fact]
    public void Metrics_of_two_instances()
    {
        var lan = VrrpMetrics.Parse("");
        Assert.True(lan.Apply(Transition("lan", "BACKUP", 200)));
        var both = VrrpMetrics.Parse(lan.Format());
        Assert.True(both.Apply(Transition("wan \"1\"\n\\", "MASTER", null)));

        Golden.Matches("metrics-vrrp.prom", both.Format());
        Assert.Equal(both.Format(), VrrpMetrics.Parse(both.Format()).Format());
    }

    [Theory]
    [InlineData("MASTER", "master")]
    [InlineData("BACKUP", "backup")]
    [InlineData("FAULT", "fault")]
    [InlineData("STOP", "stop")]
    public void Each_state_is_1_and_the_others_are_0(string state, string label)
    {
        var metrics = new VrrpMetrics();
        metrics.Apply(Transition("ziti", state, 150));

        var samples = metrics.Format().Split('\n').Where(line => line.StartsWith("erhchecker_vrrp_state{", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, samples.Count);
        Assert.Equal($"erhchecker_vrrp_state{{vrrp_instance=\"ziti\",state=\"{label}\"}} 1", Assert.Single(samples, line => line.EndsWith(" 1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GROUP", "MASTER")]
    [InlineData("INSTANCE", "MASTER_RX_LOWER_PRI")] // an event of a MASTER, which stays one
    [InlineData("INSTANCE", "master")]
    public void What_is_no_transition_of_an_instance_changes_nothing(string type, string state)
    {
        var metrics = new VrrpMetrics();
        metrics.Apply(Transition("ziti", "BACKUP", 150));
        var before = metrics.Format();

        Assert.False(metrics.Apply(Transition("ziti", state, 150) with { Type = type }));
        Assert.Equal(before, metrics.Format());
    }

    [Fact]
    public void Deleted_instance_leaves()
    {
        var metrics = new VrrpMetrics();
        metrics.Apply(Transition("ziti", "MASTER", 150));

        Assert.True(metrics.Apply(Transition("ziti", "DELETED", null)));
        Assert.DoesNotContain("ziti", metrics.Format(), StringComparison.Ordinal);
        Assert.False(metrics.Apply(Transition("ziti", "DELETED", null)));
    }

    [Theory]
    [InlineData(-0.1, false)] // overtaken by the one in the file
    [InlineData(0, true)]
    [InlineData(0.1, true)]
    [InlineData(-2, true)] // the clock was set back
    public void Notification_that_was_overtaken_is_dropped(double seconds, bool isTaken)
    {
        var metrics = new VrrpMetrics();
        metrics.Apply(Transition("ziti", "MASTER", 150));

        Assert.Equal(isTaken, metrics.Apply(Transition("ziti", "BACKUP", 150) with { Time = Time.AddSeconds(seconds) }));
    }

    [Theory]
    [InlineData("erhchecker_vrrp_priority{vrrp_instance=\"lan\"} 200 1764295200\nerhchecker_vrrp_state{vrrp_instance=\"lan")]
    [InlineData("erhchecker_vrrp_priority{vrrp_instance=\"l\\")]
    [InlineData("erhchecker_vrrp_priority{vrrp_instance} 5")]
    [InlineData("erhchecker_vrrp_priority{} 5\n}{\n{\n")]
    [InlineData("other{vrrp_instance=\"lan\"} 5")]
    [InlineData("erhchecker_vrrp_priority{vrrp_instance=\"lan\"} NaN")]
    public void What_is_not_understood_is_left_out(string text) =>
        Assert.DoesNotContain("lan", VrrpMetrics.Parse(text).Format(), StringComparison.Ordinal);

    [Theory]
    [InlineData("/run/e.prom", "/run/e_vrrp.prom")]
    [InlineData("e", "e_vrrp.prom")]
    [InlineData("/run/e.prom.d/x", "/run/e.prom.d/x_vrrp.prom")]
    public void File_is_beside_that_of_the_check(string metrics, string path) => Assert.Equal(path, VrrpMetricsFile.PathBeside(metrics));

    private static VrrpEvent Transition(string name, string state, long? priority) =>
        new(Time, "h", "INSTANCE", name, state, priority, Maintenance: false, null);
}
