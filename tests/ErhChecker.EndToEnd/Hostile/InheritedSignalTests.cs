namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A parent that ignores and blocks every signal leaves this to its children: the check must not mind.</summary>
public sealed class InheritedSignalTests
{
    private static readonly string[] Everything = ["env", "--ignore-signal", "--block-signal"];

    /// <summary>The alarm itself is what was ignored and blocked: nothing else ends this check.</summary>
    [Fact, Requires<HungFileSystem>]
    public async Task The_deadline_is_kept_where_only_the_alarm_can_tell_it()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("-c", hung["config.yml"], "--timeout", "1") with { Through = Everything });

        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    /// <summary>Who ignores SIGCHLD cannot wait for a child: its exit code would be lost, and with it the number.</summary>
    [Theory]
    [InlineData("env", "--ignore-signal", "--block-signal")]
    [InlineData("env", "--ignore-signal=CHLD")]
    [InlineData("env", "--block-signal=CHLD")]
    public async Task The_circuits_are_counted(params string[] through)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", "echo 'circuits (2):'\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands() with { Through = through });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("drained: ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The agent is no check: it gets no signal ignored or blocked.</summary>
    [Fact]
    public async Task The_agent_inherits_nothing()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.Write("signals", "", "0666");
        host.Folder.WriteScript("ziti", $"grep -E '^Sig(Blk|Ign)' /proc/self/status > {host.Folder["signals"]}\necho 'circuits (9):'\n");
        host.Folder.WriteWillingSudo();

        _ = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands() with { Through = Everything });

        // glibc starts every program with its own two, 32 and 33, ignored.
        Assert.Matches("^SigBlk:\t0{16}\nSigIgn:\t0{7}[01]80000000\n$|^SigBlk:\t0{16}\nSigIgn:\t0{16}\n$", host.Folder.Read("signals"));
    }
}
