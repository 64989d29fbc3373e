namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A file that is written is never one that is read, nor one that is written before it, by whatever name.</summary>
public sealed class UsedFileTests
{
    private const string Ids = "routerIds: []\n";
    private const string Endpoints = "endpoints: []\n";

    /// <summary>The options, the file that is refused, and what it is.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        { "-s config.yml", "the status file config.yml", "the router's config {DIR}/config.yml" },
        { "-m {DIR}/config.yml", "the metrics file {DIR}/config.yml", "the router's config {DIR}/config.yml" },
        { "-f config.yml", "the log file config.yml", "the router's config {DIR}/config.yml" },
        { "-s folder/../config.yml", "the status file folder/../config.yml", "the router's config {DIR}/config.yml" },
        { "-s hard-link", "the status file hard-link", "the router's config {DIR}/config.yml" },
        { "-f hard-link", "the log file hard-link", "the router's config {DIR}/config.yml" },
        { "-m link", "the metrics file link", "the router's config {DIR}/config.yml" },
        { "-f link", "the log file link", "the router's config {DIR}/config.yml" },
        { "-s config.yml -c link", "the status file config.yml", "the router's config link" },
        { "-r ids.yml -f {DIR}/ids.yml", "the log file {DIR}/ids.yml", "the no-traversal file ids.yml" },
        { "-r ids.yml -s folder/../ids.yml", "the status file folder/../ids.yml", "the no-traversal file ids.yml" },
        { "-s endpoints.yml", "the status file endpoints.yml", "the endpoints file {DIR}/endpoints.yml" },
        { "-s ziti", "the status file ziti", "the ziti program {DIR}/ziti" },
        { "-f ziti", "the log file ziti", "the ziti program {DIR}/ziti" },
        { "-s link-to-ziti", "the status file link-to-ziti", "the ziti program {DIR}/ziti" },
        { "-z none -s {DIR}/none", "the status file {DIR}/none", "the ziti program none" },
        { "-f x -s x", "the status file x", "the log file x" },
        { "-f x -m folder/../x", "the metrics file folder/../x", "the log file x" },
        { "-s x -m {DIR}/x", "the metrics file {DIR}/x", "the status file x" },
        { "-s x -m link-to-x", "the metrics file link-to-x", "the status file x" },
        { "-s link-to-x -m x", "the metrics file x", "the status file link-to-x" },
        { "-s old -m old-hard-link", "the metrics file old-hard-link", "the status file old" },
        { "-f old -s old-hard-link", "the status file old-hard-link", "the log file old" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Used_file_is_refused_and_not_overwritten(string options, string file, string other)
    {
        await using var host = await HostAsync(Reports.NoLinks);
        string Filled(string text) => text.Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal);
        var config = host.Folder.Read("config.yml");
        var ziti = host.Folder.Read("ziti");

        var run = await host.CheckAsync(Filled(options).Split(' '));

        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.ErrorLines, line => line.StartsWith("ERROR", StringComparison.Ordinal));
        Assert.StartsWith($"ERROR - {Filled(file)} is not written: it is {Filled(other)}; ", line, StringComparison.Ordinal);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("WARNING - noLinks: ", StringComparison.Ordinal));
        Assert.Equal([config, Ids, Endpoints, ziti], [host.Folder.Read("config.yml"), host.Folder.Read("ids.yml"), host.Folder.Read("endpoints.yml"), host.Folder.Read("ziti")]);
        Assert.Equal(config, host.Folder.Read("hard-link"));
        Assert.False(File.Exists(host.Folder["none"]));
    }

    /// <summary>A check that reads only a part of them protects all.</summary>
    [Theory]
    [InlineData("-c none -s none", "the router's config")]
    [InlineData("-c none -f {DIR}/none", "the router's config")]
    [InlineData("-c none -s link-to-none", "the router's config")]
    [InlineData("-c ids.yml -s endpoints.yml", "the endpoints file")]
    [InlineData("-c none -r ids.yml -s folder/../ids.yml", "the no-traversal file")]
    [InlineData("--unknown -f link", "the router's config")]
    [InlineData("--unknown -r ids.yml -f ids.yml", "the no-traversal file")]
    public async Task Used_file_is_refused_even_if_it_was_not_read(string options, string other)
    {
        await using var host = await HostAsync(Reports.Healthy);
        File.CreateSymbolicLink(host.Folder["link-to-none"], "none");
        var config = host.Folder.Read("config.yml");

        var run = await host.CheckAsync(options.Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal).Split(' '));

        Assert.Contains(run.ErrorLines, line => line.StartsWith("ERROR - the ", StringComparison.Ordinal)
            && line.Contains($" is not written: it is {other} ", StringComparison.Ordinal));
        Assert.Equal([config, Ids, Endpoints], [host.Folder.Read("config.yml"), host.Folder.Read("ids.yml"), host.Folder.Read("endpoints.yml")]);
        Assert.False(File.Exists(host.Folder["none"]));
    }

    [Theory]
    [InlineData("-f /dev/null -r /dev/null")]
    [InlineData("-f /dev/stderr")]
    [InlineData("-f x -s y -m z")]
    [InlineData("-s folder/config.yml")]
    [InlineData("-s y -m folder/y")]
    public async Task Devices_and_other_files_are_not_refused(string options)
    {
        await using var host = await HostAsync(Reports.Healthy);

        var run = await host.CheckAsync(options.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    /// <summary>What hangs is elsewhere, and delays no file that is here.</summary>
    [Theory, Requires<HungFileSystem>]
    [InlineData("-z")]
    [InlineData("-r")]
    public async Task A_file_that_hangs_delays_no_other(string option)
    {
        using var hung = new HungFileSystem();
        await using var host = await HostAsync(Reports.NoLinks);

        var run = await host.CheckAsync(option, hung["file"], "-f", "x", "-s", "y", "--timeout", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("noLinks: ", host.Folder.Read("x"), StringComparison.Ordinal);
        Assert.Contains("noLinks", host.Folder.Read("y"), StringComparison.Ordinal);
    }

    private static async Task<RouterHost> HostAsync(string report)
    {
        var host = await RouterHost.StartAsync(report);
        Directory.CreateDirectory(host.Folder["folder"]);
        host.Folder.Write("ids.yml", Ids);
        host.Folder.Write("endpoints.yml", Endpoints);
        host.Folder.WriteScript("ziti", "echo 'circuits (9):'\n");
        host.Folder.Write("old", "old\n");
        File.CreateSymbolicLink(host.Folder["link"], "config.yml");
        File.CreateSymbolicLink(host.Folder["link-to-ziti"], "folder/../ziti");
        File.CreateSymbolicLink(host.Folder["link-to-x"], "x");
        Assert.True(Command.Succeeds("ln", host.Folder["config.yml"], host.Folder["hard-link"]));
        Assert.True(Command.Succeeds("ln", host.Folder["old"], host.Folder["old-hard-link"]));
        return host;
    }
}
