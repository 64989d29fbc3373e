using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>Asks the router's health endpoint, once.</summary>
internal static class HealthClient
{
    /// <summary>The most that is read of an answer, in bytes; 5,000 links have 2 MiB.</summary>
    public const int MaxAnswer = 16 * 1024 * 1024;

    /// <summary>What a connection is given when there is another endpoint to try; on one host it takes microseconds.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    /// <summary>Asks the first endpoint that takes the connection.</summary>
    /// <param name="endpoints">At least one endpoint.</param>
    /// <param name="cancelled">The deadline, or the end of the program.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public static HealthAnswer Ask(IReadOnlyList<HealthEndpoint> endpoints, CancellationToken cancelled)
    {
        for (var at = 0; ; at++)
        {
            var endpoint = endpoints[at];
            var isLast = at + 1 == endpoints.Count;
            try
            {
                using var socket = Connect(endpoint, isLast ? Timeout.InfiniteTimeSpan : ConnectWait, cancelled);
                return AskConnected(endpoint, socket, cancelled);
            }
            catch (SocketException refused) when (isLast)
            {
                cancelled.ThrowIfCancellationRequested();
                return new(endpoint, null, $"cannot be reached: {Words(refused)}");
            }
            catch (SocketException)
            {
                cancelled.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Blocking, like all of the request: a check does one thing at a time and starts no thread pool for it.</summary>
    private static Socket Connect(HealthEndpoint endpoint, TimeSpan wait, CancellationToken cancelled)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        limit.CancelAfter(wait);
        IPAddress[] addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : Resolve(endpoint.Host, limit.Token);
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var late = limit.Token.Register(socket.Dispose);
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
    private static IPAddress[] Resolve(string host, CancellationToken cancelled)
    {
        var addresses = Array.Empty<IPAddress>();
        using var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                addresses = Dns.GetHostAddresses(host);
            }
            catch (Exception none) when (none is SocketException or ArgumentException)
            {
                // Stays empty.
            }

            try
            {
                done.Set();
            }
            catch (ObjectDisposedException)
            {
                // Nobody waits any more.
            }
        })
        { IsBackground = true, Name = "name" };
        thread.Start();
        try
        {
            done.Wait(cancelled);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }

        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    private static HealthAnswer AskConnected(HealthEndpoint endpoint, Socket socket, CancellationToken cancelled)
    {
        TrustStore.SkipSystemStore();
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true)),
            SslOptions = new SslClientAuthenticationOptions
            {
                // The router on this host; its certificate is its private network's.
#pragma warning disable CA5359 // as the router's clients on this host have always done it
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                },
            },
        };
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return new(endpoint, null, $"answered with HTTP status {(int)response.StatusCode} instead of 200");
            }

            return ReadBody(response, cancelled) is { } body
                ? new(endpoint, body, "")
                : new(endpoint, null, $"sent more than {MaxAnswer / 1024 / 1024} MiB");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            cancelled.ThrowIfCancellationRequested();
            return new(endpoint, null, Words(failed));
        }
    }

    private static ReadOnlyMemory<byte>? ReadBody(HttpResponseMessage response, CancellationToken cancelled)
    {
        using var stream = response.Content.ReadAsStream(cancelled);
        using var late = cancelled.Register(stream.Dispose);
        var expected = response.Content.Headers.ContentLength ?? 16 * 1024;
        if (expected > MaxAnswer)
        {
            return null;
        }

        var body = new byte[expected + 1];
        var length = 0;
        while (true)
        {
            var got = stream.Read(body, length, body.Length - length);
            if (got == 0)
            {
                cancelled.ThrowIfCancellationRequested();
                return body.AsMemory(0, length);
            }

            length += got;
            if (length > MaxAnswer)
            {
                return null;
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, Math.Min(body.Length * 2, MaxAnswer + 1));
            }
        }
    }

    private static string Words(Exception failed)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException broken)
            {
                return $"broke the connection off: {Words(broken)}";
            }

            if (cause is AuthenticationException)
            {
                return "does not complete a TLS handshake";
            }
        }

        return failed switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "does not complete a TLS handshake",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
                "closed the connection before its answer was whole",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                "answered with what is no HTTP",
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "answered with headers that are too large",
            _ => $"gave no whole answer ({failed.GetType().Name})",
        };
    }

    private static string Words(SocketException failed) => failed.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused, nothing listens there",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound or SocketError.NoData => "its name does not resolve",
        SocketError.TryAgain => "its name was not resolved in time",
        SocketError.TimedOut => "no connection in time",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "no route to it",
        SocketError.AddressFamilyNotSupported => "its address family is off on this host",
        var other => other.ToString(),
    };
}
