using System.Net;
using System.Net.Sockets;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>A resolver that swallows every question: the network that the router lost may have been the resolver's.</summary>
public sealed class ResolverTests
{
    /// <summary>Not 127.0.0.53, where systemd's own listens.</summary>
    private static readonly IPEndPoint Swallowing = new(IPAddress.Parse("127.83.83.83"), 53);

    [MountFact]
    public async Task It_costs_the_controllers_filter_and_nothing_else()
    {
        using var resolver = new UdpClient(Swallowing);
        var asked = resolver.ReceiveAsync();
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:ctrl.never.example:443");
        host.Folder.Write("resolv.conf", $"nameserver {Swallowing.Address}\n");

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            Through = MountNamespace.Replacing(host.Folder, "resolv.conf"),
        });

        Assert.Equal(0, run.ExitCode);
        Assert.True(asked.IsCompleted, "the resolver was never asked: the test shows nothing");
        Assert.Contains(run.ErrorLines, line => line.StartsWith("WARNING", StringComparison.Ordinal)
            && line.Contains("ctrl.never.example", StringComparison.Ordinal));
        // 1 s and room for a slow machine; the resolver's own limit is 10 s.
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
