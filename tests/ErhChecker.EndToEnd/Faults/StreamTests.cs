namespace ErhChecker.EndToEnd.Faults;

/// <summary>The standard streams decide nothing, whatever they lead to.</summary>
public sealed class StreamTests
{
    public static TheoryData<string> Redirections =>
    [
        "<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full", "</dev/zero", "<. >/dev/null",
    ];

    /// <summary>A name that does not resolve and every step told: there is much to log, before and while the router is queried.</summary>
    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task They_change_no_verdict_and_no_count_of_circuits(string redirections)
    {
        foreach (var (report, exitCode) in new[] { (Reports.Healthy, 0), (Reports.NoLinks, 1), (Reports.Draining, 1) })
        {
            await using var host = await RouterHost.StartAsync(report, controller: "tls:no-such-controller.invalid:443");
            host.Folder.WriteScript("ziti", "echo 'circuits (2):'\n");
            host.Folder.WriteWillingSudo();

            var run = await RouterHost.CheckAsync(host.Start("--output", exitCode == 0 ? "json" : "text", "-l", "DEBUG").PreferringOwnCommands().Redirected(redirections));

            Assert.Equal(exitCode, run.ExitCode);
            Assert.Single(host.Router.Requests);
        }
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
