namespace ErhChecker.EndToEnd.Faults;

/// <summary>The standard streams decide nothing, whatever they lead to.</summary>
public sealed class StreamTests
{
    public static TheoryData<string> Redirections =>
    [
        "<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full", "</dev/zero", "<. >/dev/null",
    ];

    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task A_healthy_router_stays_healthy(string redirections)
    {
        // A name that does not resolve and every step told: there is much to say, before and while the router is asked.
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:no-such-controller.invalid:443");

        var run = await RouterHost.CheckAsync(host.Start("--output", "json", "-l", "DEBUG").Redirected(redirections));

        Assert.Equal(0, run.ExitCode);
        Assert.Single(host.Router.Requests);
    }

    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task A_router_without_links_stays_one(string redirections)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);

        var run = await RouterHost.CheckAsync(host.Start("--output", "text").Redirected(redirections));

        Assert.Equal(1, run.ExitCode);
        Assert.Single(host.Router.Requests);
    }

    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task The_agent_is_understood(string redirections)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", "echo 'circuits (2):'\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands().Redirected(redirections));

        Assert.Equal(1, run.ExitCode);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Broken_pipes_change_no_verdict(bool links, int exitCode)
    {
        var report = links ? Reports.Healthy : Reports.NoLinks;
        await using var host = await RouterHost.StartAsync(RouterReply.Of(report) with { Delay = TimeSpan.FromMilliseconds(200) });
        using var checker = RunningChecker.Start(host.Start("--output", "json", "-l", "DEBUG"));

        checker.BreakPipes();

        Assert.Equal(exitCode, (await checker.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode);
    }
}
