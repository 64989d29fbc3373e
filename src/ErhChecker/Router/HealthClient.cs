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
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public static HealthResponse Query(IReadOnlyList<HealthEndpoint> endpoints, Deadline deadline)
    {
        if (OpenSsl.Loaded is not { } openSsl)
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
            catch (ConnectionException refused)
            {
                if (isLast)
                {
                    return new(endpoints[at], null, $"cannot be reached: {refused.Message}");
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
        catch (ConnectionException broken)
        {
            return new(endpoint, null, $"aborted the connection: {broken.Message}");
        }
        catch (TlsException bad)
        {
            return new(endpoint, null, bad.Message);
        }
        catch (HttpResponseException bad)
        {
            return new(endpoint, null, bad.Message);
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // Whatever a hostile server causes.
            deadline.ThrowIfOver();
            return new(endpoint, null, "sent no complete response that could be read");
        }
    }

    /// <summary>Sends the request: no cookie, no compression, and the connection is not reused.</summary>
    private static void Send(HealthEndpoint endpoint, Stream stream) => stream.Write(Encoding.ASCII.GetBytes(
        $"GET {HealthEndpoint.Path} HTTP/1.1\r\n"
        + $"Host: {endpoint.Authority}\r\n"
        + $"User-Agent: erhchecker/{ProgramVersion.Text}\r\n"
        + "Accept: application/json\r\n"
        + "Connection: close\r\n\r\n"));
}
