using System.Net;
using System.Net.Sockets;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>The connection to the health endpoint.</summary>
internal static class HealthConnection
{
    /// <summary>What a connection is given when there is another endpoint to try; on one host it takes microseconds.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the first of the endpoint's addresses that takes it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isLast">Whether there is no other to try.</param>
    /// <param name="cancelled">The deadline.</param>
    /// <exception cref="SocketException">None took it.</exception>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public static TcpConnection Connect(HealthEndpoint endpoint, bool isLast, CancellationToken cancelled)
    {
        if (isLast)
        {
            return Connect(endpoint, cancelled, cancelled);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        limit.CancelAfter(ConnectWait);
        try
        {
            return Connect(endpoint, limit.Token, cancelled);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    /// <summary>Sets up TLS; a server is told its name, but no address.</summary>
    public static TlsConnection Secure(HealthEndpoint endpoint, OpenSsl openSsl, TcpConnection connection) =>
        TlsConnection.Connect(openSsl, connection, IPAddress.TryParse(endpoint.Host, out _) ? null : endpoint.Host);

    private static TcpConnection Connect(HealthEndpoint endpoint, CancellationToken connecting, CancellationToken cancelled)
    {
        IPAddress[] addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : Resolve(endpoint.Host, connecting);
        for (var at = 0; ; at++)
        {
            try
            {
                return TcpConnection.Connect(addresses[at], endpoint.Port, connecting, cancelled);
            }
            catch (SocketException) when (at + 1 < addresses.Length)
            {
                // The next address may do.
            }
        }
    }

    private static IPAddress[] Resolve(string host, CancellationToken connecting)
    {
        var lookup = new NameLookup(host);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            lookup.Run();
            done.SetResult();
        })
        { IsBackground = true, Name = "name" }.Start();
        try
        {
            done.Task.Wait(connecting);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }

        return lookup.Outcome is { Addresses: { Length: > 0 } addresses } ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
