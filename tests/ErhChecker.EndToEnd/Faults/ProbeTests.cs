using System.Net.Sockets;
using System.Text;
using ErhChecker.EndToEnd.Hostile;

namespace ErhChecker.EndToEnd.Faults;

/// <summary><c>erhchecker probe</c> on a connection, whatever its client does: an answer, or none is wanted; exit 0.</summary>
public sealed class ProbeTests
{
    private const string Healthy = """{"state":"healthy","exitCode":0}""";
    private const string NoLinks = """{"state":"noLinks","exitCode":1}""";

    /// <summary>The timeout of the tests that wait for it, and room for a slow machine below the check's own 10 s.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeoutAndRoom = TimeSpan.FromSeconds(6);

    public static TheoryData<string> Manners => [.. ProbedChecker.Manners];

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task The_answer_is_the_verdict(string manner)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start(), manner);

        foreach (var letter in ProbedChecker.Request)
        {
            await probed.SendAsync(letter.ToString());
        }

        AssertAnswer("200 OK", Healthy, await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    /// <summary>The log goes to standard error, which may be the connection: the client gets nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Manners))]
    public async Task No_line_of_the_log_is_part_of_the_answer(string manner)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        using var probed = await ProbedChecker.StartAsync(host.Start("-l", "DEBUG", "-f", host.Folder["check.log"]), manner);

        await probed.SendAsync(ProbedChecker.Request);

        AssertAnswer("503 Service Unavailable", NoLinks, await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
        Assert.Contains(" - WARNING - noLinks: ", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task A_client_that_has_closed_its_side_gets_the_whole_answer(string manner)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start(), manner);

        await probed.SendAsync(ProbedChecker.Request);
        probed.Client.Shutdown(SocketShutdown.Send);

        AssertAnswer("200 OK", Healthy, await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("GET / HT", "400 Bad Request")]
    [InlineData("\r\n", "400 Bad Request")]
    public async Task A_client_that_closes_its_side_too_early_gets_no_check(string sent, string status)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        using var probed = await ProbedChecker.StartAsync(host.Start());

        await probed.SendAsync(sent);
        probed.Client.Shutdown(SocketShutdown.Send);

        AssertAnswer(status, "", await probed.ReadAsync());
        var run = await probed.WaitAsync();
        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
        Assert.Empty(host.Router.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_is_gone_costs_nothing(bool resets)
    {
        await using var host = await RouterHost.StartAsync(RouterReply.Of(Reports.Healthy) with { Delay = TimeSpan.FromMilliseconds(300) });
        using var probed = await ProbedChecker.StartAsync(host.Start());

        await probed.SendAsync(ProbedChecker.Request);
        await Until.TrueAsync(() => host.Router.Requests.Count > 0, "the check runs");
        if (resets)
        {
            probed.Client.LingerState = new LingerOption(enable: true, 0);
        }

        probed.Client.Close();

        var run = await probed.WaitAsync();
        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
    }

    [Fact]
    public async Task A_client_that_resets_before_its_request_gets_no_check()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start());

        probed.Client.LingerState = new LingerOption(enable: true, 0);
        probed.Client.Close();

        var run = await probed.WaitAsync();
        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
        Assert.Empty(host.Router.Requests);
    }

    /// <summary>More than the head is read before the connection is closed: unread, it would reset it and take the answer along.</summary>
    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: lb\r\nContent-Length: 300000\r\n\r\n", "405 Method Not Allowed", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: lb\r\nContent-Length: 300000\r\n\r\n", "200 OK", Healthy)]
    [InlineData("GET / HTTP/1.1\r\nHost: ", "431 Request Header Fields Too Large", "")]
    [InlineData("\u0016\u0003\u0001", "400 Bad Request", "")]
    public async Task What_follows_the_head_is_ignored_and_costs_no_answer(string head, string status, string body)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start());

        await probed.SendAsync(head + new string('a', 300_000));
        probed.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
        // Linux keeps what came before a reset; others do not, and some load balancers take a reset for a failure.
        Assert.Equal(0, probed.Client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        AssertAnswer(status, body, await probed.ReadAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: lb\r\n")]
    public async Task Without_a_whole_head_the_answer_comes_at_the_deadline(string sent)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start("--timeout", "1"));

        await probed.SendAsync(sent);

        AssertAnswer("408 Request Timeout", "", await probed.ReadAsync());
        var run = await probed.WaitAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, Timeout, TimeoutAndRoom);
        Assert.Empty(host.Router.Requests);
    }

    [Fact]
    public async Task A_router_that_hangs_is_answered_for_at_the_deadline()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var probed = await ProbedChecker.StartAsync(host.Start("--timeout", "1"));

        await probed.SendAsync(ProbedChecker.Request);

        AssertAnswer("503 Service Unavailable", """{"state":"unreachable","exitCode":1}""", await probed.ReadAsync());
        var run = await probed.WaitAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, Timeout, TimeoutAndRoom);
    }

    [Fact]
    public async Task Sigterm_before_the_request_is_answered()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start());
        await probed.SendAsync("GET / HT");
        await Until.TrueAsync(() => probed.Checker.IsSupervised, "the check's last handler is installed");

        probed.Checker.Terminate();

        AssertAnswer("408 Request Timeout", "", await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Sigterm_during_the_check_is_answered_with_503()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var probed = await ProbedChecker.StartAsync(host.Start());
        await probed.SendAsync(ProbedChecker.Request);
        await host.Router.Traffic.FirstRequest;

        probed.Checker.Terminate();

        AssertAnswer("503 Service Unavailable", """{"state":"unreachable","exitCode":1}""", await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Sigterm_during_a_drain_is_answered_with_200()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var agent = new HungAgent(host.Folder);
        using var probed = await ProbedChecker.StartAsync(host.Start().PreferringOwnCommands());
        await probed.SendAsync(ProbedChecker.Request);
        await agent.StartedAsync();

        probed.Checker.Terminate();

        AssertAnswer("200 OK", """{"state":"draining","exitCode":0}""", await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    /// <summary>The supervisor answers where the check itself cannot.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("-c", "healthy", "503 Service Unavailable", "unreachable", 1)]
    [InlineData("-r", "draining", "200 OK", "draining", 0)]
    [InlineData("-r", "noLinks", "503 Service Unavailable", "noLinks", 1)]
    public async Task A_file_that_hangs_is_answered_at_the_deadline(string option, string report, string status, string state, int exitCode)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(report switch
        {
            "draining" => Reports.Draining,
            "noLinks" => Reports.NoLinks,
            _ => Reports.Healthy,
        });
        using var probed = await ProbedChecker.StartAsync(host.Start(option, hung["file"], "--timeout", "3"));

        await probed.SendAsync(ProbedChecker.Request);

        AssertAnswer(status, $$"""{"state":"{{state}}","exitCode":{{exitCode}}}""", await probed.ReadAsync());
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    /// <summary>Not even the load balancer waits for the log: its timeout may be shorter than the check's.</summary>
    [Fact, Requires<HungFileSystem>]
    public async Task A_log_that_hangs_does_not_delay_the_answer()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        using var probed = await ProbedChecker.StartAsync(host.Start("-f", hung["check.log"], "--timeout", "60"));

        await probed.SendAsync(ProbedChecker.Request);

        AssertAnswer("503 Service Unavailable", NoLinks, await probed.ReadAsync());
        probed.Checker.Terminate();
        Assert.Equal(0, (await probed.WaitAsync()).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Manners))]
    public async Task A_bad_command_line_is_exit_2_and_no_answer(string manner)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var probed = await ProbedChecker.StartAsync(host.Start("--switchTimeout", "soon", "--timeout", "1"), manner);

        Assert.Equal("", await probed.ReadAsync());
        Assert.Equal(2, (await probed.WaitAsync()).ExitCode);
    }

    private static void AssertAnswer(string status, string body, string answer)
    {
        if (status.Length == 0)
        {
            Assert.Equal("", answer);
            return;
        }

        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {Encoding.ASCII.GetByteCount(body)}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(body, answer[(end + 4)..]);
    }
}
