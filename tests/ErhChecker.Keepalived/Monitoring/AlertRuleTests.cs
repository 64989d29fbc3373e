using System.Diagnostics;
using System.Globalization;
using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>keepalived counts a check that it can no longer run as a success; the sample rules do not, from the metrics that were really written.</summary>
public class AlertRuleTests(ITestOutputHelper output)
{
    private const string Metrics = LabHost.StatusFolder + "/erhchecker.prom";
    private const string NoCheck = """ALERTS{alertname="ErhcheckerNoCheck",alertstate="firing"}""";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>What an operator does by mistake, as a shell command, and whether keepalived's log names the check then.</summary>
    public static TheoryData<string, bool> Mistakes => new()
    {
        { $"rm {LabHost.CheckerPath}", false },
        { $"chmod 0644 {LabHost.CheckerPath}", false },
        { $"sed -i 's/erhchecker.pyz/erhcheker.pyz/' {LabHost.ConfigurationPath} && kill -HUP $(cat /run/keepalived.pid)", true },
    };

    [Theory, Requires<Namespaces>, RequiresTool("promtool")]
    [MemberData(nameof(Mistakes))]
    public async Task The_rules_fire_within_3_intervals(string mistake, bool isLogged)
    {
        var pair = Pair.Patient;
        await using var host = await RunAsync(pair);
        using var recording = new Recording(host.Machine);
        host.StartKeepalived();
        await Until.TrueAsync(() => recording.Checks >= 3, "three checks have left their metrics");

        await Until.TrueAsync(() => HoldsVirtualIp(host), "the host holds the virtual IP");
        await host.Machine.RunAsync("sh", "-c", mistake);
        var broken = recording.Now;
        await Until.TrueAsync(() => recording.Now > broken + (3 * pair.Interval) + 1, "3 intervals are over");

        output.WriteLine(host.Told());
        Assert.True(HoldsVirtualIp(host), "the host has given the virtual IP up");
        Assert.Equal(isLogged, host.Keepalived!.Said.Contains("Disabling track script erhchecker", StringComparison.Ordinal));
        var samples = await recording.StopAsync();
        var tested = await Promtool.TestRulesAsync(
            rules => samples.ToTest(
                rules,
                (broken, $"count_over_time({NoCheck}[1h])", "[]"),
                (broken + (3 * pair.Interval), NoCheck, "[{labels: '" + NoCheck.Replace("}", ",instance=\"a\",severity=\"critical\"}", StringComparison.Ordinal) + "', value: 1}]")),
            3 * pair.Interval);
        Assert.True(tested.ExitCode == 0, tested.Said);
    }

    [Fact, Requires<Namespaces>, RequiresTool("promtool")]
    [OnlyInAll("1,000 checks under the alert rules")]
    public async Task The_rules_stay_quiet_over_1000_healthy_checks()
    {
        const int checks = 1000;
        const int interval = 12;
        await using var host = await RunAsync(Pair.Guide);

        await host.Machine.RunAsync("sh", "-ec", $$"""
            set -a; . /etc/default/keepalived
            mkdir /run/recorded
            i=0
            while [ $i -lt {{checks}} ]; do
              {{LabHost.CheckerPath}}
              { date +%s; cat {{Metrics}}; } > /run/recorded/$i
              i=$((i + 1))
            done
            """);

        var samples = new RecordedMetrics(interval);
        for (var check = 0; check < checks; check++)
        {
            var recorded = host.Machine.Read($"/run/recorded/{check}").Split('\n', 2);
            samples.Add(recorded[1], long.Parse(recorded[0], CultureInfo.InvariantCulture));
        }

        var tested = await Promtool.TestRulesAsync(rules => samples.ToTest(
            rules,
            (samples.End, "count_over_time(ALERTS[1d])", "[]"),
            (samples.End, "count_over_time(erhchecker_check_timestamp_seconds[1d])", $"[{{labels: '{{instance=\"a\"}}', value: {checks}}}]"),
            (samples.End, "sum_over_time(erhchecker_state{state=\"healthy\"}[1d])", $"[{{labels: '{{instance=\"a\",state=\"healthy\"}}', value: {checks}}}]")));
        Assert.True(tested.ExitCode == 0, tested.Said);
    }

    private static bool HoldsVirtualIp(LabHost host) => host.Machine.Network.Addresses().Contains(LabAddresses.Virtual);

    private static async Task<LabHost> RunAsync(Pair pair)
    {
        var host = await LabHost.StartAsync("router");
        await host.Machine.RunAsync("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "nowhere");
        await host.Machine.RunAsync("ip", "address", "add", $"{LabAddresses.A}/24", "dev", "eth0");
        await host.Machine.RunAsync("ip", "link", "set", "eth0", "up");
        await host.Machine.RunAsync("ip", "link", "set", "nowhere", "up");
        await host.InstallAsync("master", new Setup
        {
            Pair = pair,
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["METRICS_FILE"] = Metrics },
        });
        await host.StartRouterAsync();
        return host;
    }

    /// <summary>What the metrics file holds at each second, as node_exporter would be asked for it.</summary>
    private sealed class Recording : IDisposable
    {
        private readonly RecordedMetrics _samples = new(1);
        private readonly HashSet<string> _checks = new(StringComparer.Ordinal);
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly CancellationTokenSource _end = new();
        private readonly Task _recording;
        private volatile int _now;
        private volatile int _seen;

        public Recording(Machine machine) => _recording = RecordAsync(machine);

        /// <summary>The time of the last sample.</summary>
        public int Now => _now;

        /// <summary>How many checks have left their metrics.</summary>
        public int Checks => _seen;

        public async Task<RecordedMetrics> StopAsync()
        {
            await _end.CancelAsync();
            await _recording;
            return _samples;
        }

        public void Dispose()
        {
            _end.Cancel();
            _end.Dispose();
        }

        private async Task RecordAsync(Machine machine)
        {
            for (var second = 0; !_end.IsCancellationRequested; second++)
            {
                var text = machine.Read(Metrics);
                _samples.Add(text, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
                _now = second;
                if (text.Length > 0 && _checks.Add(text))
                {
                    _seen = _checks.Count;
                }

                var left = ((second + 1) * Second) - _clock.Elapsed;
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }
}
