using System.Globalization;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>
/// A user that may have few processes and threads (ulimit -u). Each check has a user id of its own, so that nobody else's
/// processes count: from 2, the least with which .NET starts.
/// </summary>
public sealed class ThreadLimitTests
{
    private static int _user;

    public static TheoryData<int> Limits => [2, 3, 4, 5, 6];

    /// <summary>A user id that no other check has, nor a run of the tests beside this one.</summary>
    internal static int FreeUser() => 1_000_000 + (100 * Environment.ProcessId) + Interlocked.Increment(ref _user);

    [Theory, Requires<Root>]
    [MemberData(nameof(Limits))]
    public async Task A_healthy_router_stays_healthy_by_address_by_name_and_at_the_second_bind_point(int threads)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:localhost:443");
        var byAddress = host.Folder.Read("config.yml");

        Assert.Equal(0, (await CheckAsync(host.Start(), threads)).ExitCode);

        host.Folder.Write("config.yml", byAddress.Replace("127.0.0.1:", "localhost:", StringComparison.Ordinal));
        Assert.Equal(0, (await CheckAsync(host.Start(), threads)).ExitCode);

        host.WriteConfig("tls:203.0.113.10:443", new(System.Net.IPAddress.Loopback, 1), host.Router.EndPoint);
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
            User = FreeUser(),
            Through = ["prlimit", "--nproc=" + threads.ToString(CultureInfo.InvariantCulture)],
        });
        Assert.DoesNotContain("CRITICAL", run.Error, StringComparison.Ordinal);
        return run;
    }
}
