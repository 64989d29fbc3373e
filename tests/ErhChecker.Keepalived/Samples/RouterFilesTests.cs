using System.Text.Json;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The samples that the check itself reads, run by hand as docs/operating.md tells.</summary>
public class RouterFilesTests
{
    [Fact, Requires<Namespaces>]
    public async Task The_check_finds_the_listener_and_the_controller_in_the_router_config()
    {
        await using var host = await HealthyAsync();

        var (exitCode, report) = await CheckAsync(host);

        Assert.Equal(0, exitCode);
        Assert.Equal("https://127.0.0.1:8081/health-checks", report.GetProperty("endpoint").GetString());
        Assert.Equal("203.0.113.10", report.GetProperty("controller").GetProperty("addresses")[0].GetString());
        Assert.Equal(0, report.GetProperty("warnings").GetArrayLength());
    }

    [Fact, Requires<Namespaces>]
    public async Task The_check_drops_the_links_to_the_routers_in_the_no_traversal_file()
    {
        await using var host = await HealthyAsync();
        host.Machine.Write("/etc/keepalived/no-traversal-routers.yml", Repository.ReadSample("no-traversal-routers.yml"));

        var (exitCode, report) = await CheckAsync(host, "--noTFlagRoutersFilePath /etc/keepalived/no-traversal-routers.yml");

        Assert.Equal((1, "noLinks"), (exitCode, report.GetProperty("state").GetString()));
        Assert.All(report.GetProperty("links").EnumerateArray(), link => Assert.Equal("noTraversal", link.GetProperty("excludedBecause").GetString()));
    }

    private static async Task<LabHost> HealthyAsync()
    {
        var host = await LabHost.StartAloneAsync();
        await host.StartRouterAsync();
        return host;
    }

    private static async Task<(int ExitCode, JsonElement Report)> CheckAsync(LabHost host, string options = "")
    {
        var check = await host.Machine.TryAsync(
            "runuser", "-u", "ziggy", "--", "sh", "-c", $"set -a; . /etc/default/keepalived; exec {HostKind.Guide.Checker} --output json {options}");
        return (check.ExitCode, JsonDocument.Parse(check.Output).RootElement);
    }
}
