using System.Net;
using System.Net.Sockets;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>The connection to the health endpoint.</summary>
internal static class HealthConnection
{
    /// <summary>The most time for a connection when there is another address to try; on one host it takes microseconds.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    /// <summary>The most time for resolving the endpoint's name.</summary>
    private static readonly TimeSpan ResolveWait = TimeSpan.FromSeconds(1);

    private const int Slice = 20; // milliseconds
    private const int ResolverStack = 1024 * 1024; // bytes; getaddrinfo calls what the host has configured, and its libraries

    /// <summary>Connects to the first of the endpoint's addresses that accepts.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="isLast">Whether there is no other endpoint to try.</param>
    /// <param name="deadline">The deadline of the check.</param>
    /// <exception cref="SocketException">None accepted.</exception>
    /// <exception cref="OperationCanceledException">The deadline has come.</exception>
    public static TcpConnection Connect(HealthEndpoint endpoint, bool isLast, Deadline deadline)
    {
        var addresses = AddressesOf(endpoint.Host, deadline, out var isResolved);
        for (var at = 0; ; at++)
        {
            var isLastAddress = at + 1 == addresses.Count;
            try
            {
                return Connect(addresses[at], endpoint.Port, isLast && isLastAddress ? deadline : deadline.Within(ConnectWait), deadline);
            }
            catch (SocketException) when (!isLastAddress)
            {
                // The next address may do.
            }
            catch (SocketException) when (!isResolved)
            {
                throw new SocketException((int)SocketError.HostNotFound);
            }
        }
    }

    /// <summary>Sets up TLS. A server is sent its name, but no address (RFC 6066), and no trailing dot, which Go's refuses.</summary>
    public static TlsConnection Secure(HealthEndpoint endpoint, OpenSsl openSsl, TcpConnection connection) =>
        TlsConnection.Connect(openSsl, connection, IPAddress.TryParse(endpoint.Host, out _) ? null : endpoint.Host.TrimEnd('.'));

    private static TcpConnection Connect(IPAddress address, int port, Deadline connecting, Deadline deadline)
    {
        try
        {
            return TcpConnection.Connect(address, port, connecting, deadline);
        }
        catch (OperationCanceledException) when (!deadline.IsOver)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    /// <summary>
    /// The addresses of a host. A listener's name is a name of this host, or the router could not listen there: when the
    /// resolver is of no help, this host's own addresses stand for it.
    /// </summary>
    private static IReadOnlyList<IPAddress> AddressesOf(string host, Deadline deadline, out bool isResolved)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Resolve(host, deadline.Within(ResolveWait));
        isResolved = addresses.Length > 0;
        return isResolved ? addresses : HostAddresses.Own();
    }

    private static IPAddress[] Resolve(string host, Deadline resolving)
    {
        var lookup = new NameLookup(host);
        var thread = new Thread(lookup.Run, ResolverStack) { IsBackground = true, Name = "name" };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            return []; // no thread is to be had
        }

        while (!thread.Join(resolving.PollTime(Slice)) && !resolving.IsOver)
        {
            // The deadline may be brought forward meanwhile.
        }

        return lookup.Outcome?.Addresses ?? [];
    }
}
