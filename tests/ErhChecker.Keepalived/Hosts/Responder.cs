using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>What a router host offers behind the virtual IP: tells its name to whoever connects, on every address it has.</summary>
internal sealed class Responder : IDisposable
{
    public const int Port = 80;

    private readonly Socket _listener;
    private readonly byte[] _name;

    public Responder(NetworkNamespace network, string name)
    {
        _name = Encoding.ASCII.GetBytes(name);
        _listener = network.Open(SocketType.Stream);
        _listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        _listener.Listen();
        _ = AnswerAsync();
    }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync();
                await connection.SendAsync(_name);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The host is gone.
        }
    }
}
