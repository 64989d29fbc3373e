using System.Net;
using System.Net.Sockets;
using System.Text;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>The host that uses the virtual IP. It also is the name server that never answers.</summary>
internal sealed class Client : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Machine _machine;
    private readonly Socket _silentNameServer;

    private Client(Machine machine)
    {
        _machine = machine;
        _silentNameServer = machine.Network.Open(SocketType.Dgram);
        _silentNameServer.Bind(new IPEndPoint(LabAddresses.Client, 53));
    }

    /// <summary>Whether anybody has asked the name server.</summary>
    public bool WasAskedForNames => _silentNameServer.Available > 0;

    public static async Task<Client> StartAsync(Switch network)
    {
        var machine = await Machine.StartAsync("client");
        await network.ConnectAsync(machine, LabAddresses.Client);
        return new Client(machine);
    }

    /// <summary>The name of the host that answers at the virtual IP; null while none does.</summary>
    public async Task<string?> WhoAnswersAsync()
    {
        using var connection = _machine.Network.Open(SocketType.Stream);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await connection.ConnectAsync(new IPEndPoint(LabAddresses.Virtual, Responder.Port), patience.Token);
            var name = new byte[64];
            return Encoding.ASCII.GetString(name, 0, await connection.ReceiveAsync(name, patience.Token));
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _silentNameServer.Dispose();
        return _machine.DisposeAsync();
    }
}
