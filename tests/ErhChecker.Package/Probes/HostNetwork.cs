using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ErhChecker.Package.Probes;

/// <summary>A network namespace of its own, with nothing in it but the loopback and what the tests connect.</summary>
internal sealed class HostNetwork : IAsyncDisposable
{
    private const string Prefix = "erhchecker-";

    private static int made;

    private HostNetwork(string name) => Name = name;

    /// <summary>The name for ip-netns(8).</summary>
    public string Name { get; }

    /// <summary>The namespace's file.</summary>
    public string Path => $"/run/netns/{Name}";

    /// <summary>Creates a namespace.</summary>
    public static async Task<HostNetwork> CreateAsync()
    {
        foreach (var left in RunFolder.NamesOfDead("/run/netns", Prefix).ToList())
        {
            await Command.RunAsync(["ip", "netns", "delete", left]); // of tests that were killed
        }

        var network = new HostNetwork(string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref made)}"));
        await Command.MustRunAsync(["ip", "netns", "add", network.Name]);
        await Command.MustRunAsync(["ip", "-n", network.Name, "link", "set", "lo", "up"]);
        return network;
    }

    /// <summary>Connects two namespaces by a cable.</summary>
    public static async Task ConnectAsync(HostNetwork one, string address, HostNetwork other, string otherAddress)
    {
        await Command.MustRunAsync(
            ["ip", "-n", one.Name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", other.Name]);
        foreach (var (network, own) in new[] { (one, address), (other, otherAddress) })
        {
            await Command.MustRunAsync(["ip", "-n", network.Name, "address", "add", $"{own}/24", "dev", "eth0"]);
            await Command.MustRunAsync(["ip", "-n", network.Name, "link", "set", "eth0", "up"]);
        }
    }

    /// <summary>Connects to the loopback of the namespace.</summary>
    /// <param name="port">The port.</param>
    /// <param name="source">The client's address, of 127.0.0.0/8.</param>
    public async Task<Socket> ConnectAsync(int port, string source = "127.0.0.1")
    {
        using var entered = new NetworkNamespace(Path);
        var socket = entered.Open(SocketType.Stream);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync(["ip", "netns", "delete", Name]);
}
