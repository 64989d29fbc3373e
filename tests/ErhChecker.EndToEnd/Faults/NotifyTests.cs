using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ErhChecker.EndToEnd.Hostile;

namespace ErhChecker.EndToEnd.Faults;

/// <summary><c>erhchecker notify</c>: it records, whatever keepalived or the host does meanwhile, and ends soon.</summary>
public sealed class NotifyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The 2 s, and room for a slow machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    [Theory, Requires<MountNamespace>]
    [InlineData("none")]
    [InlineData("broken")]
    public async Task Without_a_history_file_the_line_goes_to_the_system_log(string history)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(host.Folder["log"]));
        string[] options = history == "none" ? [] : ["--historyFile", host.Folder["no/such/h.jsonl"]];

        var run = await RouterHost.CheckAsync(host.Start(["notify", .. options, "GROUP", "g", "STOP", "0"]) with { Through = WithSystemLog(host) });

        Assert.Equal(0, run.ExitCode);
        var buffer = new byte[8192];
        Assert.Matches(
            """^<29>.{15} erhchecker-notify: \{"time":.*"event":"vrrp","type":"GROUP","name":"g","state":"STOP","priority":0,"maintenance":false,"check":null\}$""",
            Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer)));
        Assert.Equal(history == "broken", run.Error.Contains("no/such/h.jsonl cannot be opened", StringComparison.Ordinal));
    }

    [Fact, Requires<MountNamespace>]
    public async Task Without_any_log_it_says_so_and_ends()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("notify", "INSTANCE", "ziti", "MASTER", "150") with { Through = WithSystemLog(host) });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("the transition is lost: {\"time\":", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A keepalived that stops sends SIGTERM to the scripts that it has started.</summary>
    [Theory, Requires<HungFileSystem>, Requires<MountNamespace>]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sigterm_and_a_hung_status_file_cost_the_verdict_alone(bool isTerminated)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(host.Folder["log"]));
        using var checker = RunningChecker.Start(
            host.Start("notify", "-s", hung["status.json"], "--historyFile", host.Folder["h.jsonl"], "INSTANCE", "ziti", "STOP", "150") with { Through = WithSystemLog(host) });
        var watch = Stopwatch.StartNew();
        if (isTerminated)
        {
            await Until.TrueAsync(() => checker.IsSupervised, "its supervisor waits for signals");
            checker.Terminate();
        }

        Assert.Equal(0, (await checker.WaitAsync(Limit)).ExitCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        var buffer = new byte[8192];
        Assert.Contains("\"state\":\"STOP\"", Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer)), StringComparison.Ordinal);
    }

    /// <summary>Another process holds the lock of the metrics' folder for good.</summary>
    [Fact, RequiresTool("flock")]
    public async Task Lock_that_is_never_released_costs_the_metrics_alone()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var holder = Process.Start("flock", [host.Folder.Path, "sh", "-c", $"touch {host.Folder["held"]}; exec sleep 1000"]);
        try
        {
            await Until.TrueAsync(() => File.Exists(host.Folder["held"]), "the lock is held");

            var run = await RouterHost.CheckAsync(
                host.Start("notify", "--historyFile", host.Folder["h.jsonl"], "-m", host.Folder["e.prom"], "INSTANCE", "ziti", "MASTER", "150"));

            Assert.Equal(0, run.ExitCode);
            Assert.InRange(run.Elapsed, TimeSpan.Zero, Soon);
            Assert.Contains("e_vrrp.prom cannot be locked", run.Error, StringComparison.Ordinal);
            Assert.Contains("\"MASTER\"", host.Folder.Read("h.jsonl"), StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Errors_are_logged_to_the_log_file()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        await host.CheckAsync("notify", "-f", host.Folder["check.log"], "-m", host.Folder["no/such/e.prom"], "--historyFile", host.Folder["h.jsonl"], "INSTANCE", "ziti", "MASTER", "150");

        Assert.Matches(
            @"^.{19} - ERROR - the metrics file \S+/no/such/e_vrrp\.prom cannot be opened: No such file or directory; the transition of ziti to MASTER is missing in it\n$",
            host.Folder.Read("check.log"));
    }

    /// <summary>A folder of the test's own in the place of /dev, in which the daemon's socket may be.</summary>
    private static string[] WithSystemLog(RouterHost host) =>
        MountNamespace.After($"mount -t tmpfs none /dev && ln -s {host.Folder["log"]} /dev/log");
}
