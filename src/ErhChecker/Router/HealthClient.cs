using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ErhChecker.Host;
using ErhChecker.Net;

namespace ErhChecker.Router;

/// <summary>Queries the router's health endpoint, once.</summary>
internal static class HealthClient
{
    /// <summary>The maximum size of a response body, in bytes.</summary>
    public const int MaxResponseBody = 16 * 1024 * 1024;

    private const int Ok = 200;

    /// <summary>Queries the first endpoint that accepts a connection.</summary>
    /// <param name="endpoints">At least one endpoint.</param>
    /// <param name="deadline">The deadline of the check.</param>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public static HealthResponse Query(IReadOnlyList<HealthEndpoint> endpoints, Deadline deadline)
    {
        if (OpenSsl.Load() is not { } openSsl)
        {
            // Loaded before the socket is opened: it needs a descriptor too, and there may be only one left.
            return new(endpoints[0], null, "cannot be queried: OpenSSL is not installed on this host or cannot be loaded: expected libssl.so.3 or libssl.so.1.1");
        }

        for (var at = 0; ; at++)
        {
            var isLast = at + 1 == endpoints.Count;
            try
            {
                using var connection = TcpConnector.Connect(endpoints[at].Host, endpoints[at].Port, endpoints[at].IsOwn, isLast, deadline);
                return QueryConnected(endpoints[at], openSsl, connection, deadline);
            }
            catch (SocketException refused)
            {
                if (isLast)
                {
                    return new(endpoints[at], null, $"cannot be reached: {Describe(refused)}");
                }
            }
        }
    }

    private static HealthResponse QueryConnected(
        HealthEndpoint endpoint, OpenSsl openSsl, TcpConnection connection, Deadline deadline)
    {
        try
        {
            using var stream = TlsStream.Connect(openSsl, connection, endpoint.Host);
            Send(endpoint, stream);
            var status = new HttpResponseReader(stream, MaxResponseBody).Read(out var body);
            return status == Ok
                ? new(endpoint, body, "")
                : new(endpoint, null, $"returned HTTP status {status}: expected 200");
        }
        catch (OpenSslException local)
        {
            return new(endpoint, null, $"cannot be queried: {local.Message}");
        }
        catch (HttpResponseException bad)
        {
            return new(endpoint, null, bad.Message);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Whatever a hostile server causes.
            deadline.ThrowIfOver();
            return new(endpoint, null, Describe(failed));
        }
    }

    /// <summary>Sends the request: no cookie, no compression, and the connection is not reused.</summary>
    private static void Send(HealthEndpoint endpoint, Stream stream) => stream.Write(Encoding.ASCII.GetBytes(
        $"GET {HealthEndpoint.Path} HTTP/1.1\r\n"
        + $"Host: {endpoint.Authority}\r\n"
        + $"User-Agent: erhchecker/{ProgramVersion.Text}\r\n"
        + "Accept: application/json\r\n"
        + "Connection: close\r\n\r\n"));

    private static string Describe(Exception failed) => failed switch
    {
        IOException { InnerException: SocketException broken } => $"aborted the connection: {Describe(broken)}",
        AuthenticationException => "did not complete the TLS handshake",
        _ => $"sent no complete response ({failed.GetType().Name})",
    };

    private static string Describe(SocketException failed) => failed.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused; nothing is listening there",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound => "its name does not resolve, and none of this host's own addresses accepts a connection",
        SocketError.NoData => "its name resolves to addresses of other hosts only, and none of this host's own addresses accepts a connection",
        SocketError.TimedOut => "the connection timed out",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "no route to host",
        SocketError.AddressFamilyNotSupported => "its address family is disabled on this host",
        SocketError.AddressNotAvailable => "no address of this host can reach it",
        SocketError.TooManyOpenSockets => "too many open files",
        _ => "the system refused the connection",
    };
}
