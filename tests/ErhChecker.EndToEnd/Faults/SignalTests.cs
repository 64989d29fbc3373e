namespace ErhChecker.EndToEnd.Faults;

/// <summary>keepalived ends a check that takes too long with SIGTERM, and logs whatever it said.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("hang-tcp")]
    [InlineData("hang-tls")]
    [InlineData("trickle")]
    [InlineData("endless")]
    public async Task Sigterm_while_the_endpoint_is_asked_ends_the_check_with_one_line(string fault)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy) with { Fault = FaultNames.Parse(fault) });
        using var checker = RunningChecker.Start(host.Start());
        await (fault is "hang-tcp" ? host.Router.Traffic.FirstConnection : host.Router.Traffic.FirstRequest).WaitAsync(ToStart);

        checker.Terminate();

        var run = await checker.WaitAsync(ToEnd);
        if (fault is "endless" && run.Error.Contains("sent more than 16 MiB", StringComparison.Ordinal))
        {
            Assert.Equal(1, run.ExitCode); // a fast machine has read that much before the signal comes
            return;
        }

        AssertTold(run);
    }

    [Fact]
    public async Task Sigterm_while_the_agent_is_asked_ends_the_agent_and_not_the_drain()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var agent = new HungAgent(host.Folder);
        using var checker = RunningChecker.Start(host.Start().PreferringOwnCommands());
        await agent.StartedAsync();

        checker.Terminate();

        // The report says draining, and an unknown number of circuits never ends a drain.
        AssertTold(await checker.WaitAsync(ToEnd), exitCode: 0);
        await agent.EndedAsync();
    }

    private static void AssertTold(CheckerRun run, int exitCode = 1)
    {
        Assert.Equal(exitCode, run.ExitCode);
        var line = Assert.Single(run.ErrorLines);
        Assert.Contains("SIGTERM", line, StringComparison.Ordinal);
        Assert.Matches(@"\d+ ms", line);
    }
}
