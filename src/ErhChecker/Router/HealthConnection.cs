using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>
/// The connection to the health endpoint. Blocking, like all of the request: a check does one thing at a time, and threads
/// cost more than the rest of it. What blocks is ended by closing the socket.
/// </summary>
internal static class HealthConnection
{
    /// <summary>What a connection is given when there is another endpoint to try; on one host it takes microseconds.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the first of the endpoint's addresses that takes it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isLast">Whether there is no other to try.</param>
    /// <param name="cancelled">The deadline.</param>
    /// <exception cref="SocketException">None took it.</exception>
    public static Socket Connect(HealthEndpoint endpoint, bool isLast, CancellationToken cancelled)
    {
        if (isLast)
        {
            return Connect(endpoint, cancelled);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        limit.CancelAfter(ConnectWait);
        return Connect(endpoint, limit.Token);
    }

    /// <summary>Sets up TLS, with no client certificate: the router asks for one and takes none.</summary>
    public static SslStream Secure(HealthEndpoint endpoint, Socket socket)
    {
        TrustStore.SkipSystemStore();
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            stream.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = endpoint.Host,
#pragma warning disable CA5359 // the router on this host; its certificate is its private network's
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                },
            });
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static Socket Connect(HealthEndpoint endpoint, CancellationToken limit)
    {
        IPAddress[] addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : Resolve(endpoint.Host, limit);
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var late = limit.Register(socket.Dispose);
                socket.Connect(new IPEndPoint(addresses[at], endpoint.Port));
                return socket;
            }
            catch (Exception failed) when (failed is SocketException or ObjectDisposedException)
            {
                socket.Dispose();
                if (limit.IsCancellationRequested)
                {
                    throw new SocketException((int)SocketError.TimedOut);
                }

                if (at + 1 == addresses.Length)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>On a thread that may be left behind: the system's resolver cannot be stopped.</summary>
    private static IPAddress[] Resolve(string host, CancellationToken limit)
    {
        var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                found.SetResult(Dns.GetHostAddresses(host));
            }
            catch (Exception none) when (none is SocketException or ArgumentException)
            {
                found.SetResult([]);
            }
        })
        { IsBackground = true, Name = "name" }.Start();
        try
        {
            found.Task.Wait(limit);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }

        return found.Task.Result is { Length: > 0 } addresses ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
