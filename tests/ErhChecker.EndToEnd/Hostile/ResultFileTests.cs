namespace ErhChecker.EndToEnd.Hostile;

/// <summary>The status file and the metrics file: replaced, or logged once as not replaced; they decide nothing.</summary>
public sealed class ResultFileTests
{
    private const string Untouched = "untouched\n";
    private const int SomeoneElse = 54_321;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("healthy", 0)]
    [InlineData("noLinks", 1)]
    [InlineData("draining", 0)]
    public async Task Both_hold_the_verdict(string state, int exitCode)
    {
        await using var host = await RouterHost.StartAsync(Reports.For(state));
        var files = new ResultFolder(host.Folder);

        var run = await host.CheckAsync([.. files.Options, "--output", "json"]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(run.Output, await File.ReadAllTextAsync(files.Status));
        Assert.Equal(1, files.Metric($"erhchecker_state{{state=\"{state}\"}}"));
        Assert.Equal(exitCode, files.Metric("erhchecker_exit_code"));
        Assert.Empty(files.Strays);
    }

    /// <summary>Their age is the alarm; the history file has the reason.</summary>
    [Fact]
    public async Task A_check_that_sigterm_ends_before_its_verdict_leaves_the_old_files()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);
        await File.WriteAllTextAsync(files.Metrics, Untouched);
        using var checker = RunningChecker.Start(host.Start([.. files.Options, "--historyFile", host.Folder["history.jsonl"]]));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        checker.Terminate();

        Assert.Equal(1, (await checker.WaitAsync(Limit)).ExitCode);
        Assert.Equal([Untouched, Untouched], [await File.ReadAllTextAsync(files.Status), await File.ReadAllTextAsync(files.Metrics)]);
        Assert.Contains("ended by SIGTERM", host.Folder.Read("history.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_is_killed_before_its_verdict_leaves_the_old_files()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);
        await File.WriteAllTextAsync(files.Metrics, Untouched);
        using var checker = RunningChecker.Start(host.Start(files.Options));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        _ = Posix.kill(checker.Id, Posix.SIGKILL);
        await checker.WaitAsync(Limit);

        Assert.Equal([Untouched, Untouched], [await File.ReadAllTextAsync(files.Status), await File.ReadAllTextAsync(files.Metrics)]);
        Assert.Empty(files.Strays);
    }

    /// <summary>The supervisor reports in the check's place, and leaves the same files.</summary>
    [Fact, Requires<HungFileSystem>]
    public async Task A_check_that_is_stuck_leaves_the_verdict_that_it_exits_with()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start([.. files.Options, "-r", hung["no-traversal.yml"], "--timeout", "1"]));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("noLinks", files.State);
        Assert.Equal(1, files.Metric("erhchecker_warnings"));
    }

    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0)]
    [InlineData("noLinks", 1)]
    public async Task On_a_file_system_that_hangs_they_decide_nothing(string state, int exitCode)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.For(state));

        var run = await RouterHost.CheckAsync(host.Start("-s", hung["status.json"], "--timeout", "1"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Contains("the verdict stands", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_logged_once_and_is_a_warning_of_the_check()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);

        var run = await host.CheckAsync("-s", "no/such/status.json", "-m", files.Metrics, "-f", host.Folder["check.log"], "--output", "json");

        AssertRefused(run, 0, "no/such/status.json");
        Assert.EndsWith($" - {run.ErrorLines[0]}\n", host.Folder.Read("check.log"), StringComparison.Ordinal);
        Assert.Contains("no/such/status.json", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, files.Metric("erhchecker_warnings"));
    }

    [Fact, Requires<Root>]
    public async Task A_link_in_another_users_folder_is_not_followed()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        host.Folder.Write("target", Untouched);
        File.CreateSymbolicLink(files.Status, host.Folder["target"]);
        await Command.MustRunAsync(["chown", $"{SomeoneElse}", files.Folder]);

        AssertRefused(await host.CheckAsync("-s", files.Status), 1, files.Status);

        Assert.Equal(Untouched, host.Folder.Read("target"));
    }

    [Fact, Requires<Root>]
    public async Task A_device_stays_a_device()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await Command.MustRunAsync(["mknod", host.Folder["device"], "c", "1", "3"]);

        AssertRefused(await host.CheckAsync("-s", "device"), 0, "device");

        await Command.MustRunAsync(["test", "-c", host.Folder["device"]]);
        Assert.Equal(["config.yml", "device"], Directory.EnumerateFileSystemEntries(host.Folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact, Requires<Root>]
    public async Task A_folder_that_the_user_may_not_write_to_keeps_its_files()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);

        var run = await RouterHost.CheckAsync(host.Start("-s", files.Status) with { User = SomeoneElse });

        AssertRefused(run, 1, files.Status);
        Assert.Equal(Untouched, await File.ReadAllTextAsync(files.Status));
    }

    [Theory, Requires<MountNamespace>]
    [InlineData("mount -t tmpfs -o size=16k small results", "dd if=/dev/zero of=results/fill bs=4k 2>errors; test -s errors", "No space left on device")]
    [InlineData("mount -t tmpfs -o size=1m,nr_inodes=3 small results", ":> results/fill", "No space left on device")]
    [InlineData("mount -t tmpfs small results", "mount -o remount,ro small results", "Read-only file system")]
    public async Task A_full_disk_or_one_that_is_read_only_keeps_the_old_file(string mount, string spoil, string reason)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        var script = $"""{mount} && printf '{Untouched.Trim()}\n' > {files.Status} && {spoil} && "$0" "$@"; code=$?; cp -a results after; exit $code""";

        var run = await RouterHost.CheckAsync(host.Start("-s", files.Status) with { Through = ["unshare", "-m", "sh", "-c", script] });

        AssertRefused(run, 1, files.Status);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Equal(Untouched, host.Folder.Read("after/status.json"));
        Assert.All(Directory.EnumerateFileSystemEntries(host.Folder["after"]).Select(Path.GetFileName), name => Assert.Contains(name, new[] { "status.json", "fill" }));
    }

    [Fact]
    public async Task A_limit_of_the_file_size_keeps_the_old_file()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);

        var run = await RouterHost.CheckAsync(host.Start("-s", files.Status) with { Through = ["prlimit", "--fsize=100"] });

        AssertRefused(run, 1, files.Status);
        Assert.Equal(Untouched, await File.ReadAllTextAsync(files.Status));
        Assert.Empty(files.Strays);
    }

    /// <summary>What systems without unnamed files, /proc or hard links return.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("linkat:error=EOPNOTSUPP")]
    [InlineData("linkat:error=ENOENT")]
    [InlineData("linkat:error=EPERM")]
    public async Task Where_an_unnamed_file_gets_no_name_a_named_one_is_used(string failure)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start(files.Options) with { Through = Injecting(failure) });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("healthy", files.State);
        Assert.Equal(0, files.Metric("erhchecker_exit_code"));
        Assert.Empty(files.Strays);
    }

    [Theory, Requires<Tracing>]
    [InlineData("renameat:error=EIO")]
    [InlineData("renameat:error=EIO", "linkat:error=EOPNOTSUPP")]
    public async Task A_failure_at_any_step_leaves_the_old_file_alone(params string[] failures)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);

        var run = await RouterHost.CheckAsync(host.Start("-s", files.Status) with { Through = Injecting(failures) });

        AssertRefused(run, 1, files.Status);
        Assert.Equal(Untouched, await File.ReadAllTextAsync(files.Status));
        Assert.Empty(files.Strays);
    }

    private static string[] Injecting(params string[] failures) =>
        ["strace", "-f", "-o", "/dev/null", "-e", "trace=linkat,renameat,fchmod", .. failures.SelectMany(failure => new[] { "-e", $"inject={failure}" })];

    private static void AssertRefused(CheckerRun run, int exitCode, string path)
    {
        Assert.Equal(exitCode, run.ExitCode);
        var line = Assert.Single(run.ErrorLines, line => line.StartsWith("ERROR", StringComparison.Ordinal));
        Assert.Contains($" file {path} ", line, StringComparison.Ordinal);
    }
}
