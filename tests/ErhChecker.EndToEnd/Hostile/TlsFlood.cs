using System.Net;
using System.Net.Sockets;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A server that sends records to its first client until that has gone.</summary>
internal sealed class TlsFlood : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _sending;

    public TlsFlood(byte[] record)
    {
        _listener.Start();
        _sending = SendAsync([.. Enumerable.Repeat(record, 10_000).SelectMany(one => one)]);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _sending;
    }

    private async Task SendAsync(byte[] records)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            while (true)
            {
                await client.GetStream().WriteAsync(records);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // The client, or the test, has ended.
        }
    }
}
