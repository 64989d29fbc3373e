using ErhChecker.Preflight;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Tests.Preflight;

/// <summary>How long a failover takes: the sum of docs/operating.md.</summary>
public class FailoverFindingsTests
{
    [Theory]
    //          keepalived  weight  timeout  found: the router dies, hangs, the last link, the controller
    [InlineData("2.2.7", 0, 11, "37 s", "47 s", "47 s", "47 s without sessions, 657 s")]
    [InlineData("2.2.7", -20, 11, "40 s", "50 s", "50 s", "50 s without sessions, 660 s")]
    [InlineData("2.3.3", 0, 12, "37 s", "83 s", "47 s", "47 s without sessions, 657 s")] // every second check of a hung router is skipped
    public void Each_fault_has_its_time(string version, int weight, int timeout, string dies, string hangs, string link, string controller)
    {
        var lines = Judge(version, $"interval 12\n timeout {timeout}\n fall 3\n weight {weight}", new(10, 10));

        Assert.Equal(
            [$"the router dies: up to {dies}", $"the router hangs: up to {hangs}", $"the last usable link is lost: up to {link}", $"the controller is lost: up to {controller} with sessions"],
            lines);
    }

    [Fact]
    public void A_router_that_checks_itself_more_rarely_than_keepalived_fails_is_named() => Assert.Equal(
        "fall x interval is 6 s, and the router checks its controller every 30 s: a single failed check of the router moves the VIP",
        Judge("2.2.7", "interval 2\n fall 3", new(5, 30))[^1]);

    [Theory]
    [InlineData("10s", 10.0)]
    [InlineData("1m30s", 90.0)]
    [InlineData("1.5h", 5400.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("10", null)]
    [InlineData("s", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_duration_is_read_as_go_reads_it(string? text, double? seconds) => Assert.Equal(seconds, HealthChecks.Seconds(text));

    private static string[] Judge(string version, string timers, HealthChecks router)
    {
        var text = $"vrrp_script c {{\n script /a\n {timers}\n}}\nvrrp_instance i {{ track_script {{ c }} }}";
        var parser = new KeepalivedParser("", null, _ => [new("/conf", new(ErhChecker.Host.FileState.Read, text, ""), isExecutable: false)], new());
        parser.Read("/conf");
        var config = KeepalivedConfig.Interpret(parser.Statements);
        var settings = ((Request.Run)CommandLine.Read([], new Dictionary<string, string>(StringComparer.Ordinal))).Settings;
        var report = new PreflightReport();
        FailoverFindings.Judge(config.Scripts[0], config, KeepalivedVersion.Parse($"Keepalived v{version}"), settings, router, report);
        return [.. report.Findings.Select(finding => finding.Text)];
    }
}
