using System.Net;
using System.Net.Sockets;

namespace ErhChecker.Testing.Routers;

/// <summary>A server that sends records to its first client until that has gone.</summary>
internal sealed class TlsFlood : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _sending;

    /// <summary>Records of the kinds that OpenSSL passes over without giving control back.</summary>
    public static IReadOnlyDictionary<string, byte[]> Records { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["hello requests"] = [22, 3, 3, 0, 4, 0, 0, 0, 0],
        ["warnings"] = [21, 3, 3, 0, 2, 1, 90],
        ["changes of cipher"] = [20, 3, 3, 0, 1, 1],
        ["empty records"] = [22, 3, 3, 0, 0],
        ["a message of 16 MB"] = [22, 3, 3, 0, 9, 2, 255, 255, 255, 3, 3, 0, 0, 0],
        ["data before the handshake"] = [23, 3, 3, 0, 1, 0],
        ["records of another protocol"] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    };

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
