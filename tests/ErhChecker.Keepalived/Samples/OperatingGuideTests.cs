using System.Globalization;

namespace ErhChecker.Keepalived.Samples;

/// <summary>docs/operating.md names files and numbers: they are those of the samples.</summary>
[Trait("Check", "documents")]
public class OperatingGuideTests
{
    private const double SwitchTimeout = 600;
    private const double RouterInterval = 10; // both health checks of samples/router-config.yml

    private static string Guide => Repository.Read("docs", "operating.md");

    [Fact]
    public void Every_sample_that_it_names_is_there()
    {
        var named = Guide.Split([' ', '\n', '`', '(', ')', '[', ']', ';', ':', ',']).Where(word => word.StartsWith("samples/", StringComparison.Ordinal))
            .Where(word => !word.Contains('{', StringComparison.Ordinal)).Select(word => word["samples/".Length..].TrimEnd('.', '/')).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(Path.Exists(Repository.Sample(name)), name));
    }

    [Fact]
    public void Its_failover_times_are_what_the_samples_add_up_to()
    {
        var guide = Times.Of("keepalived", deadline: 10);
        var fast = Times.Of("keepalived/fast", deadline: 1.5);

        Row("its host dies", times => times.HostDies);
        Row("the router dies", times => times.RouterDies);
        Row("the router hangs", times => times.RouterDies + times.Deadline);
        Row("the last usable link is lost", times => RouterInterval + times.RouterDies);
        Row("the controller is lost, no sessions", times => RouterInterval + times.RouterDies);
        Row("the controller is lost, with sessions", times => RouterInterval + Drain + times.RouterDies);
        Row("it recovers and takes the VIP back (`rise` 6, fast 3)", times => times.Back);

        void Row(string what, Func<Times, double> seconds) =>
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds(guide):F1} | {seconds(fast):F1} |"), Guide, StringComparison.Ordinal);
    }

    // The first report that is more than the switch timeout older than the failure.
    private static double Drain => (Math.Floor(SwitchTimeout / RouterInterval) + 1) * RouterInterval;

    private sealed record Times(double Interval, double Fall, double Rise, double Deadline, double MasterPriority, double BackupPriority)
    {
        public double RouterDies => (Interval * Fall) + Skew(BackupPriority);

        public double HostDies => 3 + Skew(BackupPriority);

        public double Back => (Interval * Rise) + 3 + Skew(MasterPriority);

        public static Times Of(string folder, double deadline)
        {
            var master = Repository.ReadSample($"{folder}/master/keepalived.conf");
            var backup = Repository.ReadSample($"{folder}/backup/keepalived.conf");
            return new Times(
                Value(master, "interval"), Value(master, "fall"), Value(master, "rise"), deadline, Value(master, "priority"), Value(backup, "priority"));
        }

        // VRRP's skew time, with the samples' advert_int of 1 second.
        private static double Skew(double priority) => (256 - priority) / 256;

        private static double Value(string configuration, string directive) => double.Parse(
            configuration.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith(directive + " ", StringComparison.Ordinal))[directive.Length..],
            CultureInfo.InvariantCulture);
    }
}
