using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ErhChecker.Router;

/// <summary>Asks the router's health endpoint, once.</summary>
internal static class HealthClient
{
    /// <summary>The most that is read of an answer, in bytes; 5,000 links have 2 MiB.</summary>
    public const int MaxAnswer = 16 * 1024 * 1024;

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
                using var socket = HealthConnection.Connect(endpoint, isLast, cancelled);
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

    private static HealthAnswer AskConnected(HealthEndpoint endpoint, Socket socket, CancellationToken cancelled)
    {
        try
        {
            using var late = cancelled.Register(socket.Dispose);
            using var stream = HealthConnection.Secure(endpoint, socket);

            // The connection is already there and secure: with an https address HttpClient would set up TLS on the thread
            // pool, with asynchronous sockets, 1.5 ms and four threads more.
            using var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(stream),
            };
            using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.UrlInsideTls)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return new(endpoint, null, $"answered with HTTP status {(int)response.StatusCode} instead of 200");
            }

            return ReadBody(response, cancelled) is { } body
                ? new(endpoint, body, "")
                : new(endpoint, null, $"sent more than {MaxAnswer / 1024 / 1024} MiB");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or AuthenticationException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            cancelled.ThrowIfCancellationRequested();
            return new(endpoint, null, Words(failed));
        }
    }

    private static ReadOnlyMemory<byte>? ReadBody(HttpResponseMessage response, CancellationToken cancelled)
    {
        using var stream = response.Content.ReadAsStream(cancelled);
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
