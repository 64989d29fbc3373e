using System.Diagnostics;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Signals of all kinds, at any time.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(Posix.SIGHUP, "SIGHUP")]
    [InlineData(Posix.SIGINT, "SIGINT")]
    [InlineData(Posix.SIGQUIT, "SIGQUIT")]
    [InlineData(Posix.SIGTERM, "SIGTERM")]
    public async Task A_signal_ends_the_check_with_one_line_and_no_core(int signal, string name)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var checker = RunningChecker.Start(host.Start("--output", "json"));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        _ = Posix.kill(checker.Id, signal);
        _ = Posix.kill(checker.Id, signal); // a second one changes nothing

        var run = await checker.WaitAsync(Limit);
        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        Assert.Contains(name, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ignore-signal=ALRM,TERM")]
    [InlineData("--block-signal=ALRM,TERM")]
    [InlineData("--ignore-signal", "--block-signal")]
    public async Task A_parent_that_ignores_or_blocks_signals_takes_neither_deadline_nor_sigterm(params string[] how)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        string[] through = ["env", .. how];

        using var late = RunningChecker.Start(host.Start("--timeout", "0.5") with { Through = through });
        Assert.Contains("within 0.5 s", (await late.WaitAsync(Limit)).Error, StringComparison.Ordinal);

        using var ended = RunningChecker.Start(host.Start("--timeout", "60") with { Through = through });
        await Until.TrueAsync(() => host.Router.Traffic.Requests == 2, "the second check has asked");
        _ = Posix.kill(ended.Id, Posix.SIGTERM);
        Assert.Contains("SIGTERM", (await ended.WaitAsync(Limit)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGPIPE_is_ignored()
    {
        await using var host = await RouterHost.StartAsync(RouterReply.Of(Reports.Healthy) with { Delay = TimeSpan.FromMilliseconds(300) });
        using var checker = RunningChecker.Start(host.Start());
        await host.Router.FirstRequest.WaitAsync(Limit);

        _ = Posix.kill(checker.Id, Posix.SIGPIPE);

        Assert.Equal(0, (await checker.WaitAsync(Limit)).ExitCode);
    }

    /// <summary>Until the program has its handlers, the signal ends it without a word; then it reports the signal, or its verdict.</summary>
    [Theory]
    [InlineData(Posix.SIGTERM, "SIGTERM")]
    [InlineData(Posix.SIGINT, "SIGINT")]
    public async Task A_signal_at_any_moment_is_reported_or_comes_before_the_program(int signal, string name)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        for (var after = 0; after < 60; after++)
        {
            var (run, wasSupervised) = await EndedAsync(host, signal, TimeSpan.FromMilliseconds(after));
            if (run.ExitCode == 128 + signal)
            {
                Assert.False(wasSupervised, $"after {after} ms, with its handlers: {run}");
                Assert.Equal(("", ""), (run.Output, run.Error));
            }
            else if (run.ExitCode == 0)
            {
                // A verdict that was reached stands; a line says where its output was cut off.
                Assert.True(run.Error.Length == 0 ? run.State == "healthy" : Assert.Single(run.ErrorLines).Contains(name, StringComparison.Ordinal), run.ToString());
            }
            else
            {
                // A check that gets no processor in time has its line alone.
                Assert.True(run.ExitCode == 1 && (run.Output.Length == 0 || run.State == "unreachable"), run.ToString());
                Assert.NotEmpty(run.ErrorLines);
                Assert.All(run.ErrorLines, line => Assert.Contains(name, line, StringComparison.Ordinal));
            }
        }
    }

    private static async Task<(CheckerRun Run, bool WasSupervised)> EndedAsync(RouterHost host, int signal, TimeSpan after)
    {
        using var checker = RunningChecker.Start(host.Start("--output", "json"));
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < after)
        {
            // The moment is the test: from the first instruction to the last.
        }

        var wasSupervised = checker.IsSupervised;
        _ = Posix.kill(checker.Id, signal);
        return (await checker.WaitAsync(Limit), wasSupervised);
    }
}
