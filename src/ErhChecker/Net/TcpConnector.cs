using System.Net;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>Connects to a service of this host by its name or address.</summary>
internal static class TcpConnector
{
    /// <summary>The time limit of a connection when there is another address to try.</summary>
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ResolveWait = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the first of the host's addresses that accepts.</summary>
    /// <param name="host">A name or an IP address.</param>
    /// <param name="isOwn">Whether a name is one of this host, whatever the resolver returns; then no other host is contacted.</param>
    /// <param name="isLast">Whether the caller has no other host or port to try.</param>
    /// <exception cref="ConnectionException">None accepted.</exception>
    /// <exception cref="OperationCanceledException">The deadline has come.</exception>
    public static TcpConnection Connect(string host, int port, bool isOwn, bool isLast, Deadline deadline)
    {
        var addresses = AddressesOf(host, isOwn, deadline, out var unresolved);
        ConnectionException? first = null;
        for (var at = 0; at < addresses.Length; at++)
        {
            try
            {
                return Connect(addresses[at], port, isLast && at + 1 == addresses.Length ? deadline : deadline.Within(ConnectWait), deadline);
            }
            catch (ConnectionException failed)
            {
                first ??= failed; // the next address may accept
            }
        }

        throw unresolved is null
            ? first!
            : new ConnectionException($"its name {unresolved}, and none of this host's own addresses accepts a connection");
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
    /// The addresses of a host, in the order in which they are tried. A listener's name is a name of this host, or nothing could listen
    /// there, but the resolver may return nothing, an outdated address, or the peer's, which would answer for a router that is down.
    /// </summary>
    /// <param name="host">A name or an IP address.</param>
    /// <param name="isOwn">Whether a name is one of this host.</param>
    /// <param name="unresolved">Why the name gave no address of this host, a predicate; null when it did, or need not.</param>
    private static IPAddress[] AddressesOf(string host, bool isOwn, Deadline deadline, out string? unresolved)
    {
        unresolved = null;
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        var resolved = Resolve(host, deadline.Within(ResolveWait));
        if (resolved.Length > 0 && !isOwn)
        {
            return resolved;
        }

        var own = HostAddresses.Own();
        var ofName = HostAddresses.Among(own, resolved);
        if (ofName.Count == 0)
        {
            unresolved = resolved.Length == 0 ? "does not resolve" : "resolves to addresses of other hosts only";
        }

        return [.. ofName.Concat(own).Distinct()];
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
