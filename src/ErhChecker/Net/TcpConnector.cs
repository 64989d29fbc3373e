using System.Net;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>Connects to a service of this host by its name or address.</summary>
internal static class TcpConnector
{
    /// <summary>The time limit of a connection when there is another address to try.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    /// <summary>The time limit of name resolution.</summary>
    private static readonly TimeSpan ResolveWait = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the first of the host's addresses that accepts.</summary>
    /// <param name="host">A name or an IP address.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="isLast">Whether the caller has no other host or port to try.</param>
    /// <param name="deadline">The deadline of the check.</param>
    /// <exception cref="ConnectionException">None accepted.</exception>
    /// <exception cref="OperationCanceledException">The deadline has come.</exception>
    public static TcpConnection Connect(string host, int port, bool isLast, Deadline deadline)
    {
        var addresses = AddressesOf(host, deadline, out var isResolved);
        for (var at = 0; ; at++)
        {
            var isLastAddress = at + 1 == addresses.Count;
            try
            {
                return Connect(addresses[at], port, isLast && isLastAddress ? deadline : deadline.Within(ConnectWait), deadline);
            }
            catch (ConnectionException) when (!isLastAddress)
            {
                // The next address may accept.
            }
            catch (ConnectionException) when (!isResolved)
            {
                throw new ConnectionException("its name does not resolve, and none of this host's own addresses accepts a connection");
            }
        }
    }

    private static TcpConnection Connect(IPAddress address, int port, Deadline connecting, Deadline deadline)
    {
        try
        {
            return TcpConnection.Connect(address, port, connecting, deadline);
        }
        catch (OperationCanceledException) when (!deadline.IsOver)
        {
            throw new ConnectionException(Libc.ETIMEDOUT);
        }
    }

    /// <summary>
    /// The addresses of a host. A listener's name is a name of this host, or nothing could listen there: without a resolver
    /// that knows it, this host's own addresses are tried.
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
        if (NameLookup.TryStartThread(lookup.Run) is { } thread)
        {
            _ = Poller.TryWait(thread.Join, resolving);
        }

        return lookup.Outcome?.Addresses ?? [];
    }
}
