using System.Globalization;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>
/// A user that may have few processes and threads (ulimit -u). Each check has a user id of its own, so that nobody else's
/// processes count: from 2, the least with which .NET starts.
/// </summary>
public sealed class ThreadLimitTests
{
    private static int _user = 54_400;

    public static TheoryData<int> Limits => [2, 3, 4, 5, 6];

    [Theory, Requires<Root>]
    [MemberData(nameof(Limits))]
    public async Task A_healthy_router_stays_healthy(int threads)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:localhost:443");

        Assert.Equal(0, (await CheckAsync(host.Start(), threads)).ExitCode);
    }

    [Theory, Requires<Root>]
    [MemberData(nameof(Limits))]
    public async Task Hanging_router_is_reported(int threads)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));

        var run = await CheckAsync(host.Start("--timeout", "1"), threads);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unreachable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, Requires<Root>]
    [MemberData(nameof(Limits))]
    public async Task A_listener_is_found_by_its_name(int threads)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        ReplaceInConfig(host, "127.0.0.1:", "localhost:");

        Assert.Equal(0, (await CheckAsync(host.Start(), threads)).ExitCode);
    }

    [Theory, Requires<Root>]
    [MemberData(nameof(Limits))]
    public async Task The_second_bind_point_is_tried(int threads)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.WriteConfig("tls:203.0.113.10:443", new(System.Net.IPAddress.Loopback, 1), host.Router.EndPoint);

        Assert.Equal(0, (await CheckAsync(host.Start(), threads)).ExitCode);
    }

    [Fact, Requires<Root>]
    public async Task Controller_name_is_reported_when_no_thread_can_resolve_it()
    {
        const int mainFinalizerAndSignals = 3;
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:localhost:443");

        var run = await CheckAsync(host.Start(), mainFinalizerAndSignals);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "the controller's name localhost was not resolved, since the system has no more threads: links", run.Error, StringComparison.Ordinal);
    }

    [Theory, Requires<Root>]
    [InlineData(2, "echo 'circuits (9):'")]
    [InlineData(3, "echo 'circuits (9):'")]
    [InlineData(4, "echo 'circuits (9):'")]
    [InlineData(5, "echo 'circuits (9):'")]
    [InlineData(6, "echo 'circuits (9):'")]
    [InlineData(4, "sleep 1000")]
    [InlineData(6, "sleep 1000")]
    public async Task A_drain_goes_on(int threads, string agent)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining, controller: "tls:localhost:443");
        host.Folder.WriteScript("ziti", agent + "\n");
        host.Folder.WriteWillingSudo();

        var run = await CheckAsync(host.Start().PreferringOwnCommands(), threads);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("draining: ", run.Error, StringComparison.Ordinal);
    }

    private static async Task<CheckerRun> CheckAsync(CheckerStart start, int threads)
    {
        var run = await RouterHost.CheckAsync(start with
        {
            User = Interlocked.Increment(ref _user),
            Through = ["prlimit", "--nproc=" + threads.ToString(CultureInfo.InvariantCulture)],
        });
        Assert.DoesNotContain("CRITICAL", run.Error, StringComparison.Ordinal);
        return run;
    }

    private static void ReplaceInConfig(RouterHost host, string found, string replacement) =>
        host.Folder.Write("config.yml", host.Folder.Read("config.yml").Replace(found, replacement, StringComparison.Ordinal));
}
