namespace ErhChecker.EndToEnd.Faults;

/// <summary><c>erhchecker wait</c>: it ends when it is there, or in time.</summary>
public sealed class WaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Router_that_becomes_healthy_ends_the_wait_in_silence()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var config = host.Folder.Read("config.yml");
        File.Delete(host.Folder["config.yml"]);
        using var waiting = RunningChecker.Start(host.Start("wait", "healthy"));
        await Until.TrueAsync(() => waiting.IsSupervised, "it runs");

        host.Folder.Write("config.yml", config);

        var run = await waiting.WaitAsync(Limit);
        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("hang-tcp")]
    [InlineData("hang-tls")]
    public async Task Router_that_hangs_does_not_outlast_the_time(string fault)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy) with { Fault = FaultNames.Parse(fault) });

        var run = await host.CheckAsync("wait", "healthy", "--for", "1.5");

        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(5));
        Assert.StartsWith("erhchecker wait: not healthy within 1.5 s; last seen: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_that_end_end_the_wait()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.WriteScript("ziti", $"n=$(cat {host.Folder["n"]} 2>/dev/null || echo 5); echo $((n - 1)) > {host.Folder["n"]}; echo \"circuits ($n):\"\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start("wait", "idle").PreferringOwnCommands());

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("1\n", host.Folder.Read("n")); // 5, 4, 3, and 2 are none
    }

    [Theory]
    [InlineData("exit 1", "circuits unknown")]
    [InlineData("echo 'circuits (1):'; exit 3", "exited with code 3")]
    public async Task Count_that_cannot_be_had_is_not_idle(string script, string seen)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.WriteScript("ziti", script + "\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start("wait", "idle", "--for", "0").PreferringOwnCommands());

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("erhchecker wait: not idle; last seen: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(seen, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_is_written()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);

        var run = await host.CheckAsync(["wait", "healthy", "--for", "0", .. files.Options, "--historyFile", host.Folder["results/h.jsonl"], "-f", host.Folder["results/check.log"]]);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(files.Folder));
        Assert.Contains("last seen: noLinks: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_ends_the_wait_with_what_was_seen_last()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        using var waiting = RunningChecker.Start(host.Start("wait", "healthy"));
        await Until.TrueAsync(() => waiting.IsSupervised, "it handles signals");

        waiting.Terminate();

        var run = await waiting.WaitAsync(Limit);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("erhchecker wait: ended by SIGTERM; last seen: ", run.Error, StringComparison.Ordinal);
    }

    [Fact, RequiresTool("script")]
    public async Task One_line_shows_it_on_a_terminal()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);

        var run = await Command.RunAsync(
            ["script", "-qec", $"stty cols 60; {Repository.Checker} wait healthy --for 1.2 -c {host.Folder["config.yml"]}", "/dev/null"]);

        Assert.Matches(@"\A(\rwaiting until healthy: noLinks: .{0,36}… *)+\r?\n", run.Output);
        Assert.Contains("erhchecker wait: not healthy within 1.2 s", run.Output, StringComparison.Ordinal);
    }
}
