using ErhChecker.EndToEnd.Running;
using ErhChecker.Testing;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>What may lie where a file is expected. A config that is there but shows nothing cannot show that the router is down.</summary>
public sealed class ConfigFileTests
{
    [Fact]
    public async Task A_folder_as_config_is_unknown()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        File.Delete(host.Folder["config.yml"]);
        Directory.CreateDirectory(host.Folder["config.yml"]);

        await AssertUnknownAsync(host);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_as_config_is_unknown()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        File.Delete(host.Folder["config.yml"]);
        host.Folder.MakePipe("config.yml");

        await AssertUnknownAsync(host);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/mem")]
    public async Task A_device_as_config_is_unknown(string device)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        File.Delete(host.Folder["config.yml"]);
        File.CreateSymbolicLink(host.Folder["config.yml"], device);

        await AssertUnknownAsync(host);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_as_config_is_a_missing_config()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        File.Delete(host.Folder["config.yml"]);
        File.CreateSymbolicLink(host.Folder["config.yml"], host.Folder["nowhere"]);

        var run = await host.CheckAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(host.Router.Requests);
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_as_endpoints_file_costs_nothing()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.MakePipe("endpoints.yml");

        var run = await host.CheckAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Single(host.Router.Requests);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("folder")]
    public async Task What_is_no_file_as_no_traversal_file_filters_no_link(string what)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        if (what is "pipe")
        {
            host.Folder.MakePipe("nt.yml");
        }
        else
        {
            Directory.CreateDirectory(host.Folder["nt.yml"]);
        }

        var run = await host.CheckAsync("-r", host.Folder["nt.yml"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("ERROR", StringComparison.Ordinal)
            && line.Contains("nt.yml", StringComparison.Ordinal));
    }

    private static async Task AssertUnknownAsync(RouterHost<WireMockRouter> host)
    {
        var run = await host.CheckAsync("--output", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("unknown", run.State);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("ERROR", StringComparison.Ordinal)
            && line.Contains("config.yml", StringComparison.Ordinal));
        Assert.Empty(host.Router.Requests);
    }
}
