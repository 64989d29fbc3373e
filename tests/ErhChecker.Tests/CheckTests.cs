using System.Net.Sockets;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests;

/// <summary>One whole check in this process: config, request, filters, decision, against a router that a test plays.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Usual = "{endpoint: 'tls:203.0.113.10:443'}";
    private readonly TestFolder folder = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" };
    private readonly Socket agentSocket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>The agent is this user's own, so that no check needs sudo.</summary>
    public CheckTests()
    {
        agentSocket.Bind(new UnixDomainSocketEndPoint(folder["gops-agent.1.sock"]));
        environment["TMPDIR"] = folder.Path;
    }

    public void Dispose()
    {
        agentSocket.Dispose();
        folder.Dispose();
    }

    [Theory]
    //          recorded from a real router        agent  state       exit links usable circuits
    [InlineData("v0.28.1/healthy.json", "7", "healthy", 0, 1, 1, null)]
    [InlineData("v0.28.1/controller-lost.json", "7", "draining", 0, 1, 1, 7)]
    [InlineData("v0.28.1/controller-lost.json", "0", "drained", 1, 1, 1, 0)]
    [InlineData("v0.28.1/isolated.json", "7", "isolated", 1, 0, 0, null)]
    [InlineData("v1.1.15/starting.json", "7", "isolated", 1, 0, 0, null)]
    [InlineData("v1.1.15/healthy.json", "7", "healthy", 0, 3, 3, null)]
    [InlineData("v1.1.15/controller-frozen-60s.json", "7", "healthy", 0, 2, 2, null)]
    [InlineData("v1.1.15/controller-frozen-75s.json", "7", "draining", 0, 1, 1, 7)]
    [InlineData("v1.1.15/controller-lost.json", "2", "drained", 1, 1, 1, 2)]
    [InlineData("v1.1.15/controller-lost.json", "?", "draining", 0, 1, 1, null)]
    [InlineData("v1.6.13/healthy.json", "7", "healthy", 0, 3, 3, null)]
    [InlineData("v1.6.13/with-older-peer.json", "7", "healthy", 0, 3, 3, null)]
    [InlineData("v1.6.13/no-links.json", "7", "noLinks", 1, 0, 0, null)]
    [InlineData("v1.6.13/controller-lost.json", "3", "draining", 0, 1, 1, 3)]
    [InlineData("v2.0.3/cluster-healthy.json", "7", "healthy", 0, 5, 5, null)]
    [InlineData("v2.0.3/cluster-lost.json", "4", "draining", 0, 1, 1, 4)]
    [InlineData("v2.0.3/cluster-lost.json", "1", "drained", 1, 1, 1, 1)]
    public async Task Every_state_of_a_real_router_is_recognised(
        string recorded, string agent, string state, int exitCode, int links, int usable, int? circuits)
    {
        var result = await Run(RouterReply.OfFile(Repository.Recorded(recorded)), agent);

        Assert.Equal((state, exitCode), (result.Verdict.State.Name(), result.Verdict.State.ExitCode()));
        Assert.Equal((links, usable), (result.Links!.Count, result.Links.Count(link => link.Usable)));
        Assert.Equal(circuits, result.Verdict.Drain?.Circuits.Number);
        Assert.True(result.Duration > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("v1.6.13/healthy.json", false)]
    [InlineData("v1.6.13/no-links.json", false)]
    [InlineData("v0.28.1/isolated.json", false)]
    [InlineData("v1.6.13/controller-lost.json", true)]
    public async Task The_agent_is_asked_only_while_draining(string recorded, bool asked)
    {
        await Run(RouterReply.OfFile(Repository.Recorded(recorded)), "7");

        Assert.Equal(asked, File.Exists(folder["asked"]));
    }

    [Fact]
    public async Task The_agent_is_not_asked_once_the_time_is_over()
    {
        var result = await Run(
            RouterReply.OfFile(Repository.Recorded("v1.6.13/controller-lost.json")), "7",
            settings => settings with { SwitchTimeoutSeconds = 29 }); // it has been failing for 30

        Assert.Equal(CheckState.Drained, result.Verdict.State);
        Assert.False(File.Exists(folder["asked"]));
    }

    [Theory]
    //          the ctrl section                                                     excluded, a letter each
    [InlineData("{endpoint: 'tls:203.0.113.10:443'}", "...")]
    [InlineData("{endpoint: 'tls:192.0.2.1:6262'}", "cc.")]
    [InlineData("{endpoint: 'tls:192.0.2.12:6262'}", "..c")]
    [InlineData("{endpoints: ['tls:203.0.113.10:443', 'tls:192.0.2.1:443', 'tls:192.0.2.12:443']}", "ccc")]
    [InlineData("{endpoint: 'tls:$CTRL:443'}", "cc.")]
    public async Task Links_to_a_controllers_host_do_not_count(string ctrl, string excluded)
    {
        environment["CTRL"] = "192.0.2.1";

        var result = await Run(RouterReply.OfFile(Repository.Recorded("v1.6.13/healthy.json")), "7", ctrl: ctrl);

        Assert.Equal(excluded, Excluded(result));
        Assert.Equal(excluded == "ccc" ? CheckState.NoLinks : CheckState.Healthy, result.Verdict.State);
    }

    [Theory]
    //          no-traversal ids               excluded
    [InlineData("[]", "...")]
    [InlineData("[F-jbFOvqix]", "nn.")]
    [InlineData("routerIds: [LY2SN2iqix]", "..n")]
    [InlineData("[F-jbFOvqix, LY2SN2iqix]", "nnn")]
    public async Task Links_to_no_traversal_routers_do_not_count(string ids, string excluded)
    {
        var file = folder.Write("ids.yml", ids);

        var result = await Run(
            RouterReply.OfFile(Repository.Recorded("v1.6.13/healthy.json")), "7", settings => settings with { NoTraversalFile = file });

        Assert.Equal(excluded, Excluded(result));
        Assert.Equal(excluded == "nnn" ? CheckState.NoLinks : CheckState.Healthy, result.Verdict.State);
    }

    [Fact]
    public async Task The_controllers_of_the_endpoints_file_count_alone()
    {
        folder.Write("endpoints.yml", "endpoints: ['tls:192.0.2.1:443']");

        var result = await Run(RouterReply.OfFile(Repository.Recorded("v1.6.13/healthy.json")), "7");

        Assert.Equal("cc.", Excluded(result));
        Assert.Equal(["192.0.2.1"], result.ControllerAddresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_read_is_warned_of_and_decides_nothing()
    {
        var log = new List<LogLine>();

        var result = await Run(
            RouterReply.OfFile(Repository.Recorded("v1.6.13/healthy.json")), "7",
            settings => settings with { NoTraversalFile = folder["none.yml"] }, "{endpoint: 'tls:no-such-host.invalid:443'}", log);

        Assert.Equal(CheckState.Healthy, result.Verdict.State);
        log.RemoveAll(line => line.Level == LogLevel.Debug);
        Assert.Equal([LogLevel.Warning, LogLevel.Error], log.Select(line => line.Level));
        Assert.StartsWith("the controller's name no-such-host.invalid ", log[0].Text, StringComparison.Ordinal);
        Assert.StartsWith($"the no-traversal file {folder["none.yml"]} does not exist; no links are excluded", log[1].Text, StringComparison.Ordinal);
    }

    /// <summary>HealthClientTests have every other fault.</summary>
    [Fact]
    public async Task A_router_that_does_not_answer_is_unreachable()
    {
        await using var router = await RouterStandIn.StartAsync(RouterAnswer.Of(Fault.Close));

        var result = await Run(router.Port, Samples.Settings, Usual, null);

        Assert.Equal(
            (CheckState.Unreachable, "the router's health endpoint closed the connection without a response"),
            (result.Verdict.State, result.Verdict.Reason));
        Assert.Equal($"https://127.0.0.1:{router.Port}/health-checks", result.Endpoint);
        Assert.Null(result.Links);
        Assert.Null(result.Controller);
    }

    [Theory]
    [InlineData("<html></html>", "invalid or truncated JSON")]
    [InlineData("{}", "it has no 'data.checks'")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": "true"}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    public async Task An_answer_that_is_no_health_report_is_unreachable(string body, string problem)
    {
        var result = await Run(RouterReply.Of(body), "7");

        Assert.Equal(
            (CheckState.Unreachable, $"the router's health endpoint returned a response that is not a health report: {problem}"),
            (result.Verdict.State, result.Verdict.Reason));
    }

    [Theory]
    [InlineData(true, "healthy")]
    [InlineData(false, "isolated")]
    public async Task A_router_before_0_28_is_judged_by_its_controller_alone(bool controllerUp, string state)
    {
        var body = $$$"""{"data": {"checks": [{"id": "controllerPing", "healthy": {{{(controllerUp ? "true" : "false")}}}}]}}""";

        var result = await Run(RouterReply.Of(body), "7");

        Assert.Equal(state, result.Verdict.State.Name());
        Assert.Null(result.Links);
        Assert.False(File.Exists(folder["asked"]));
    }

    [Theory]
    //          config.yml                                     state
    [InlineData(null, "unreachable")]
    [InlineData("", "unknown")]
    [InlineData("web: [", "unknown")]
    [InlineData("- a list", "unknown")]
    [InlineData("ctrl: {}", "unknown")]
    public void Without_a_usable_config_nobody_is_asked(string? config, string state)
    {
        var path = config is null ? folder["none.yml"] : folder.Write("config.yml", config);
        var check = new Check(Samples.Settings with { RouterConfigFile = path }, environment, new RunClock());

        check.Run([]);

        var (result, _, _) = check.End(isFailed: false);

        Assert.Equal(state, result.Verdict.State.Name());
        Assert.Contains(path, result.Verdict.Reason, StringComparison.Ordinal);
        Assert.Null(result.Endpoint);
    }

    private static string Excluded(CheckResult result) => string.Concat(result.Links!.Select(link => link.Exclusion switch
    {
        Exclusion.None => '.',
        Exclusion.Controller => 'c',
        _ => 'n',
    }));

    /// <summary>Runs a check against a router that responds with this, with an agent that counts so many circuits.</summary>
    private async Task<CheckResult> Run(
        RouterReply reply, string circuits, Func<CheckSettings, CheckSettings>? change = null, string ctrl = Usual, List<LogLine>? log = null)
    {
        await using var router = WireMockRouter.Start(reply);
        var agent = folder.WriteScript("ziti", $"touch {folder["asked"]}; echo 'circuits ({circuits}):'");
        var settings = Samples.Settings with { ZitiBinaryFile = agent };
        return await Run(router.Port, change?.Invoke(settings) ?? settings, ctrl, log);
    }

    private async Task<CheckResult> Run(int port, CheckSettings settings, string ctrl, List<LogLine>? log)
    {
        var config = folder.Write("config.yml", $$"""
            ctrl: {{ctrl}}
            web: [{name: health-check, bindPoints: [{interface: '127.0.0.1:{{port}}'}], apis: [{binding: health-checks}]}]
            """);
        var check = new Check(settings with { RouterConfigFile = config }, environment, new RunClock());
        await Task.Factory.StartNew(() => check.Run([]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (result, lines, _) = check.End(isFailed: false);
        log?.AddRange(lines);
        return result;
    }
}
