using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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

    /// <summary>Sets up TLS, with no client certificate: the router asks for one and takes none.</summary>
    public static SslStream Secure(HealthEndpoint endpoint, TcpConnection connection)
    {
        TrustStore.SkipSystemStore();
        var stream = new SslStream(connection);
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

    /// <summary>On a thread that may be left behind: the system's resolver cannot be stopped.</summary>
    private static IPAddress[] Resolve(string host, CancellationToken connecting)
    {
        var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                found.SetResult(Dns.GetHostAddresses(host));
            }
            catch (Exception)
            {
                found.SetResult([]); // whatever the resolver stumbled over: a thread may not end the program
            }
        })
        { IsBackground = true, Name = "name" }.Start();
        try
        {
            found.Task.Wait(connecting);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }

        return found.Task.Result is { Length: > 0 } addresses ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
