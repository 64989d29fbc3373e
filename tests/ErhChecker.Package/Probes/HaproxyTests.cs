namespace ErhChecker.Package.Probes;

/// <summary>The sample's HAProxy in front of two booted hosts.</summary>
[Collection(ProbedHostTests.Name)]
public sealed class HaproxyTests(ProbedHosts shared) : IAsyncLifetime
{
    /// <summary>What the hosts offer to clients: their name.</summary>
    private const string Service = "8443";

    public async ValueTask InitializeAsync()
    {
        await shared.StartAsync();
        foreach (var host in shared.Both)
        {
            host.Report(Reports.Healthy);
            await host.MustRunAsync("systemctl", "enable", "--now", "erhchecker.socket");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in shared.Both)
        {
            await host.MustRunAsync("systemctl", "disable", "--now", "erhchecker.socket");
        }
    }

    [Fact, Requires<BootedHost>]
    public async Task A_drained_router_is_taken_out_and_put_back()
    {
        shared.Other.Circuits(7);
        await ServeAsync(Sample(), async () =>
        {
            shared.Other.Report(Reports.Draining);
            Assert.Equal(200, (await shared.Other.ProbeAsync()).Status);
            await Until.TrueAsync(async () => await ServedByAsync() is ["one", "other"], () => "the draining host serves");

            shared.Other.Circuits(2);
            await Until.TrueAsync(async () => await ServedByAsync() is ["one"], () => "the drained host is taken out");

            shared.Other.Report(Reports.Healthy);
            await Until.TrueAsync(async () => await ServedByAsync() is ["one", "other"], () => "the healthy host is put back");
        });
    }

    /// <summary>With the line of docs/cloud.md that matches the body: both hosts serve, as without it, and 200 does not suffice.</summary>
    [Fact, Requires<BootedHost>]
    public async Task A_draining_router_can_be_taken_out_at_once()
    {
        var line = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "cloud.md"))).Single(line => line.StartsWith("http-check expect string", StringComparison.Ordinal));
        shared.Other.Circuits(7);
        await ServeAsync(Sample().Replace("http-check expect status 200", line, StringComparison.Ordinal), async () =>
        {
            shared.Other.Report(Reports.Draining);
            await Until.TrueAsync(async () => await ServedByAsync() is ["one"], () => "the draining host is taken out");
            Assert.Equal(200, (await shared.Other.ProbeAsync()).Status);
        });
    }

    /// <summary>Runs HAProxy with this configuration in front of both hosts, and then the steps.</summary>
    private async Task ServeAsync(string configuration, Func<Task> steps)
    {
        shared.Host.Write("/etc/haproxy/haproxy.cfg", configuration);
        using var names = shared.Host.StartCommand("busybox", "nc", "-ll", "-p", Service, "-e", "echo", "one");
        using var otherNames = shared.Other.StartCommand("busybox", "nc", "-ll", "-p", Service, "-e", "echo", "other");
        using var haproxy = shared.Host.StartCommand("haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg");
        try
        {
            await Until.TrueAsync(async () => await ServedByAsync() is ["one", "other"], () => "both hosts serve");
            await steps();
        }
        finally
        {
            foreach (var process in new[] { haproxy, names, otherNames })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }
    }

    /// <summary>The sample with the addresses of these hosts, and faster.</summary>
    private static string Sample() => Repository.ReadSample("haproxy/haproxy.cfg")
        .Replace("192.0.2.11:443", $"127.0.0.1:{Service}", StringComparison.Ordinal)
        .Replace("192.0.2.12:443", $"{ProbedHosts.OtherAddress}:{Service}", StringComparison.Ordinal)
        .Replace("inter 5s", "inter 200ms", StringComparison.Ordinal);

    /// <summary>Who answers to some clients of HAProxy, one after the other.</summary>
    private async Task<string[]> ServedByAsync() => [.. (await shared.Host.RunAsync(
        "sh", "-c", "for client in 1 2 3 4; do busybox nc -w 5 127.0.0.1 443 </dev/null; done")).Lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
