using ErhChecker.EndToEnd.Faults;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Files on a file system that does not respond: the deadline holds, and only the router's config decides anything.</summary>
public sealed class HungFileTests
{
    private const int Nobody = 65534;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    /// <summary>The deadline of 1 s and room for a slow machine, far below the system's own patience.</summary>
    private static readonly TimeSpan DeadlineAndRoom = TimeSpan.FromSeconds(5);

    /// <summary>The agent's 2 s and room for a slow machine, below the check's own 10 s.</summary>
    private static readonly TimeSpan AgentLimit = TimeSpan.FromSeconds(6);

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_config_ends_at_the_deadline_with_a_line()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("-c", hung["config.yml"], "--timeout", "1", "-f", host.Folder["check.log"]));

        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), DeadlineAndRoom);
        AssertTold(run, host, "deadline of 1 s");
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_config_is_ended_by_sigterm_with_a_line()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var checker = RunningChecker.Start(host.Start("-c", hung["config.yml"], "--timeout", "60", "-f", host.Folder["check.log"]));
        await StuckAsync(checker, "its config");

        checker.Terminate();

        var run = await checker.WaitAsync(Soon);
        Assert.Equal(1, run.ExitCode);
        AssertTold(run, host, "SIGTERM");
    }

    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0)]
    [InlineData("draining", 0)]
    [InlineData("noLinks", 1)]
    public async Task A_hung_no_traversal_file_costs_the_filter_alone(string report, int exitCode)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.For(report));

        var run = await RouterHost.CheckAsync(host.Start("-r", hung["no-traversal.yml"], "--timeout", "3"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("ERROR", StringComparison.Ordinal)
            && line.Contains(hung["no-traversal.yml"], StringComparison.Ordinal));
        Assert.Equal(report != "healthy", run.Error.Contains($"{report}: ", StringComparison.Ordinal));
    }

    [Theory, Requires<HungFileSystem>]
    [InlineData("-r")]
    [InlineData("-f")]
    public async Task SIGTERM_leaves_the_verdict_while_the_no_traversal_file_or_the_log_hangs(string option)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var checker = RunningChecker.Start(host.Start(option, hung["file"], "-l", "DEBUG", "--timeout", "60"));
        await StuckAsync(checker, "the file");

        checker.Terminate();

        Assert.Equal(0, (await checker.WaitAsync(Soon)).ExitCode);
    }

    /// <summary>Read beside the request, by any of its names: the report decides, and the config's controllers are excluded.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0, "endpointsFile", "203.0.113.10")]
    [InlineData("draining", 0, "endpointsFile", "203.0.113.10")]
    [InlineData("noLinks", 1, "endpointsFile", "203.0.113.10")]
    [InlineData("healthy", 0, "dataDir", "203.0.113.10")]
    [InlineData("healthy", 0, "endpointsFile", "no-such-controller.invalid")]
    public async Task A_hung_endpoints_file_costs_the_controllers_filter_alone(string report, int exitCode, string key, string controller)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.For(report), controller: $"tls:{controller}:443\n  {key}: {hung["folder"]}");

        var run = await RouterHost.CheckAsync(host.Start());

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), DeadlineAndRoom);
        Assert.Contains(
            $"WARNING - the endpoints file {hung["folder"]}{(key == "dataDir" ? "/endpoints" : "")} is not used: it was not read in time", run.ErrorLines);
        Assert.Equal(report != "healthy", run.Error.Contains($"{report}: ", StringComparison.Ordinal));
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_endpoints_file_leaves_the_controllers_of_the_config()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 1), controller: $"tls:10.1.0.1:443\n  endpointsFile: {hung["endpoints.yml"]}");

        var run = await RouterHost.CheckAsync(host.Start());

        // The one link leads to 10.1.0.1.
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("noLinks: ", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What is logged before the verdict must not wait for the log.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0, "DEBUG", "600", "203.0.113.10")]
    [InlineData("healthy", 0, "INFO", "soon", "203.0.113.10")]
    [InlineData("healthy", 0, "INFO", "600", "no-such-controller.invalid")]
    [InlineData("noLinks", 1, "DEBUG", "soon", "no-such-controller.invalid")]
    public async Task A_hung_log_decides_nothing(string report, int exitCode, string level, string switchTimeout, string controller)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.For(report), controller: $"tls:{controller}:443");

        var run = await RouterHost.CheckAsync(host.Start("-f", hung["check.log"], "-l", level, "--timeout", "2").With(("SWITCH_TIMEOUT", switchTimeout)));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        Assert.Equal(level == "DEBUG" || report != "healthy", run.Error.Contains($"{report}: ", StringComparison.Ordinal));
        Assert.Equal(switchTimeout == "soon", run.Error.Contains("SWITCH_TIMEOUT", StringComparison.Ordinal));
        Assert.Equal(controller.EndsWith(".invalid", StringComparison.Ordinal), run.ErrorLines.Any(line =>
            line.StartsWith("WARNING", StringComparison.Ordinal) && line.Contains(controller, StringComparison.Ordinal)));
    }

    /// <summary>The network file system of the log and the name servers are lost together: nothing moves.</summary>
    [Theory, Requires<HungFileSystem>, Requires<MountNamespace>]
    [InlineData("healthy", 0)]
    [InlineData("draining", 0)]
    public async Task A_hung_log_and_dead_name_servers_move_nothing(string report, int exitCode)
    {
        using var hung = new HungFileSystem();
        await using var server = new NameServer((_, _) => null);
        await using var host = await RouterHost.StartAsync(Reports.For(report), controller: "tls:ctrl.hung.example:443");
        host.Folder.Write("resolv.conf", $"nameserver {server.Address}\n");

        var run = await RouterHost.CheckAsync(host.Start("-f", hung["check.log"], "--timeout", "3") with
        {
            Through = MountNamespace.After($"mount --bind {host.Folder["resolv.conf"]} /etc/resolv.conf"),
        });

        Assert.Equal(exitCode, run.ExitCode);
        Assert.True(server.Questions > 0, "the resolver was never asked: the test shows nothing");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("WARNING", StringComparison.Ordinal)
            && line.Contains("ctrl.hung.example", StringComparison.Ordinal));
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_ziti_program_ends_no_drain_and_leaves_nothing_behind()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var checker = RunningChecker.Start(host.Start("-z", hung["ziti"]));
        var children = await ChildrenAsync(checker.Id);

        var run = await checker.WaitAsync(Limit);

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        Assert.Contains("could not be started in time", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        await Until.TrueAsync(() => !children.Any(ProcessStatus.Runs), "the child has ended");
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_ziti_program_and_the_deadline_end_no_drain()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Draining);

        var run = await RouterHost.CheckAsync(host.Start("-z", hung["ziti"], "--timeout", "1"));

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, DeadlineAndRoom);
        Assert.Contains("draining: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_ziti_program_and_sigterm_end_no_drain_and_leave_nothing_behind()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var checker = RunningChecker.Start(host.Start("-z", hung["ziti"], "--timeout", "60"));
        var children = await ChildrenAsync(checker.Id);

        checker.Terminate();

        var run = await checker.WaitAsync(Soon);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("SIGTERM", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        await Until.TrueAsync(() => !children.Any(ProcessStatus.Runs), "the child has ended");
    }

    [Fact, Requires<HungFileSystem>]
    public async Task A_hung_folder_before_sudos_in_the_path_ends_no_drain()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", "echo 'circuits (0):'\n");

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            User = Nobody,
            Through = ["/usr/bin/env", $"PATH={hung.Path}:/usr/bin:/bin"],
        });

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        Assert.Contains("sudo could not be started in time", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>Opened by a shell while the server was still there: the deadline holds, and the log has all of its lines.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0)]
    [InlineData("noLinks", 1)]
    public async Task A_hung_standard_error_decides_nothing_and_keeps_nobody(string report, int exitCode)
    {
        using var hung = new HungFileSystem(HungFileSystem.Hangs.AfterClose);
        await using var host = await RouterHost.StartAsync(Reports.For(report));

        var run = await RouterHost.CheckAsync(host.Start("--timeout", "1", "-l", "DEBUG", "-f", host.Folder["check.log"]).Redirected($"2>>{hung["errors"]}"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), DeadlineAndRoom);
        var log = host.Folder.Read("check.log");
        Assert.Contains($" - {report}: ", log, StringComparison.Ordinal);
        Assert.Matches($"\n[0-9-]+ [0-9:]+ - ERROR - the verdict stands, but .* at the deadline .* exit {exitCode}\n$", log);
    }

    [Theory, Requires<HungFileSystem>]
    [InlineData("check.log")]
    [InlineData("status.json")]
    [InlineData("erhchecker.prom")]
    public async Task Each_file_is_written_though_another_one_hangs(string hanging)
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        string Place(string name) => name == hanging ? hung[name] : host.Folder[name];

        var run = await RouterHost.CheckAsync(host.Start(
            "-f", Place("check.log"), "-s", Place("status.json"), "-m", Place("erhchecker.prom"), "--output", "json", "--timeout", "2"));

        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        foreach (var (name, content) in new[] { ("check.log", "WARNING - noLinks: "), ("status.json", "\"state\":\"noLinks\""), ("erhchecker.prom", "erhchecker_exit_code 1") })
        {
            Assert.True(name == hanging || host.Folder.Read(name).Contains(content, StringComparison.Ordinal), $"{name} does not contain {content}");
        }
    }

    [Fact, Requires<HungFileSystem>]
    public async Task Sigterm_leaves_the_files_though_the_log_hangs()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var agent = new HungAgent(host.Folder);
        using var checker = RunningChecker.Start(
            host.Start("-f", hung["check.log"], "-s", host.Folder["status.json"], "-m", host.Folder["erhchecker.prom"]).PreferringOwnCommands());
        await agent.StartedAsync();

        checker.Terminate();

        Assert.Equal(0, (await checker.WaitAsync(Soon)).ExitCode);
        Assert.Contains("\"state\":\"draining\"", host.Folder.Read("status.json"), StringComparison.Ordinal);
        Assert.Contains("erhchecker_exit_code 0", host.Folder.Read("erhchecker.prom"), StringComparison.Ordinal);
    }

    /// <summary>The supervisor needs no further thread to know what holds without the file.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("healthy", 0)]
    [InlineData("draining", 0)]
    [InlineData("noLinks", 1)]
    public async Task A_hung_no_traversal_file_costs_the_filter_alone_where_no_thread_is_left(string report, int exitCode)
    {
        const int mainFinalizerAndSignals = 3;
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.For(report));

        var run = await RouterHost.CheckAsync(host.Start("-r", hung["no-traversal.yml"], "--timeout", "1") with
        {
            User = ThreadLimitTests.FreeUser(),
            Through = ["prlimit", $"--nproc={mainFinalizerAndSignals}"],
        });

        Assert.Equal(exitCode, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), DeadlineAndRoom);
        Assert.Contains("at the deadline", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static void AssertTold(CheckerRun run, RouterHost host, string cause)
    {
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("ERROR - unreachable: ", line, StringComparison.Ordinal);
        Assert.Contains(cause, line, StringComparison.Ordinal);
        Assert.EndsWith($" - {line}\n", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    /// <summary>With its handlers: before that, a page that the disk has to read makes a check look stuck too.</summary>
    private static Task<TimeSpan> StuckAsync(RunningChecker checker, string file) => Until.TrueAsync(
        () => checker.IsSupervised && ProcessStatus.IsStuck(checker.Id), $"the check waits for {file}");

    /// <summary>The child that waits for its program; the check's main thread waits for it.</summary>
    private static async Task<IReadOnlyList<int>> ChildrenAsync(int checker)
    {
        await Until.TrueAsync(() => ProcessStatus.ChildrenOf(checker).Count > 0, "the check starts the agent");
        return ProcessStatus.ChildrenOf(checker);
    }
}
