namespace ErhChecker.EndToEnd.Faults;

/// <summary>What may lie where a file is expected. A config that is there but shows nothing cannot show that the router is down.</summary>
public sealed class ConfigFileTests
{
    [Fact]
    public async Task A_pipe_that_nobody_writes_as_endpoints_file_costs_nothing()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.MakePipe("endpoints.yml");

        var run = await host.CheckAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Single(host.Router.Requests);
    }

    [Theory, Requires<Root>]
    [InlineData("config.yml", "0600", "config.yml", "the file {DIR}/etc/config.yml is owned by 'root' (0) with mode 0600; grant user 54321 read access")]
    [InlineData(".", "0700", "config.yml", "the directory {DIR}/etc is owned by 'root' (0) with mode 0700; grant user 54321 search permission for the directory")]
    [InlineData("config.yml", "0600", "../link.yml", "the file {DIR}/etc/../link.yml is owned by 'root' (0) with mode 0600; grant user 54321 read access")]
    [InlineData(".", "0700", "../link.yml", "the directory {DIR}/etc is owned by 'root' (0) with mode 0700; grant user 54321 search permission for the directory")]
    public async Task A_config_without_permission_is_named_with_user_owner_and_mode(string closed, string mode, string config, string reason)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        host.Folder.Write("etc/config.yml", "web: []\n");
        File.CreateSymbolicLink(host.Folder["link.yml"], "etc/config.yml");
        host.Folder.SetMode($"etc/{closed}", mode);

        // A link through a folder that is closed itself is named as it was given.
        var path = mode is "0700" && config.StartsWith("..", StringComparison.Ordinal) ? host.Folder["link.yml"] : host.Folder[$"etc/{config}"];
        var run = await RouterHost.CheckAsync(host.Start("-c", path) with { User = 54_321 });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"ERROR - unknown: the router's config {path} cannot be read: permission denied: the check runs as user 54321, {reason.Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal)}; ",
            run.Error,
            StringComparison.Ordinal);
    }

    [Fact, Requires<Root>]
    public async Task The_owner_is_the_user_to_run_the_check_as()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        host.Folder.SetMode("config.yml", "0640");
        Assert.True(Command.Succeeds("chown", "54322:54322", host.Folder["config.yml"]));

        var run = await RouterHost.CheckAsync(host.Start() with { User = 54_321 });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "is owned by 54322 with mode 0640; run the check as that user ('script_user' in keepalived.conf), or grant user 54321 read access; ",
            run.Error,
            StringComparison.Ordinal);
    }

    /// <summary>What the system lacks at the moment says nothing about the config, and is this host's trouble alone.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("openat", "EMFILE", "Too many open files")]
    [InlineData("openat", "ENFILE", "Too many open files in system")]
    [InlineData("openat", "ENOMEM", "Cannot allocate memory")]
    [InlineData("read", "ENOMEM", "Cannot allocate memory")]
    public async Task A_config_that_the_system_cannot_read_now_is_unreachable(string call, string error, string words)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("--output", "text") with { Through = Injecting(host, call, error) });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Next step      check this host: its limits", run.Output, StringComparison.Ordinal);
        Assert.Contains($"unreachable: the router's config {host.Folder["config.yml"]} cannot be read: {words}; ", run.Error, StringComparison.Ordinal);
        Assert.Empty(host.Router.Requests);
    }

    /// <summary>What both hosts may have in common moves no VIP: a security module may forbid to read what it allowed to open.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("EACCES", "permission denied: the check runs as user ")]
    [InlineData("EPERM", "Operation not permitted")]
    [InlineData("EBADF", "Bad file descriptor")]
    [InlineData("EIO", "Input/output error")]
    [InlineData("ESTALE", "Stale file handle")]
    [InlineData("ENOENT", "it was deleted meanwhile")]
    [InlineData("ENOTDIR", "it was deleted meanwhile")]
    public async Task A_config_that_opens_and_cannot_be_read_is_unknown(string error, string words)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start() with { Through = Injecting(host, "read", error) });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"unknown: the router's config {host.Folder["config.yml"]} cannot be read: {words}", run.Error, StringComparison.Ordinal);
    }

    [Theory, Requires<Tracing>]
    [InlineData("openat")]
    [InlineData("read")]
    public async Task An_interrupted_call_is_made_again(string call)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start() with { Through = Injecting(host, call, "EINTR:when=1") });

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private static string[] Injecting(RouterHost<WireMockRouter> host, string call, string error) =>
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-P", host.Folder["config.yml"], "-e", $"inject={call}:error={error}"];
}
