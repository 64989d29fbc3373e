using System.Net;
using System.Net.Sockets;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>The addresses of this host's interfaces, from getifaddrs(3).</summary>
internal static unsafe class HostAddresses
{
    private const int MaxAddresses = 1024; // more than a router's host has; each may be tried
    private const byte LoopbackNetwork = 127; // all of 127.0.0.0/8 is this host (RFC 1122)

    /// <summary>The loopback addresses, then those of the other interfaces, each once.</summary>
    public static IReadOnlyList<IPAddress> Own()
    {
        List<IPAddress> own = [IPAddress.Loopback, IPAddress.IPv6Loopback];
        Libc.ifaddrs* first;
        if (Libc.getifaddrs(&first) != 0)
        {
            return own;
        }

        for (var each = first; each != null && own.Count < MaxAddresses; each = each->ifa_next)
        {
            if (Read(each->ifa_addr) is { } address && !own.Contains(address))
            {
                own.Add(address);
            }
        }

        Libc.freeifaddrs(first);
        return own;
    }

    /// <summary>
    /// Those of <paramref name="addresses"/> that are this host's, in their order. A link-local address gets the scope of its interface, which
    /// a resolver does not know.
    /// </summary>
    /// <param name="own">This host's addresses, from <see cref="Own"/>.</param>
    public static IReadOnlyList<IPAddress> Among(IReadOnlyList<IPAddress> own, IEnumerable<IPAddress> addresses)
    {
        var known = own.ToLookup(WithoutScope);
        var found = new List<IPAddress>();
        foreach (var address in addresses.Select(each => each.IsIPv4MappedToIPv6 ? each.MapToIPv4() : each))
        {
            if (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] == LoopbackNetwork)
            {
                found.Add(address);
            }
            else
            {
                found.AddRange(known[WithoutScope(address)]);
            }
        }

        return found;
    }

    private static IPAddress WithoutScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;

    private static IPAddress? Read(byte* address)
    {
        if (address == null)
        {
            return null;
        }

        // sockaddr_in: family, port, address. sockaddr_in6: family, port, flow, address, scope (ip(7), ipv6(7)).
        return *(ushort*)address switch
        {
            Libc.AF_INET => new IPAddress(new ReadOnlySpan<byte>(address + 4, 4)),
            Libc.AF_INET6 => new IPAddress(new ReadOnlySpan<byte>(address + 8, 16), *(uint*)(address + 24)),
            _ => null,
        };
    }
}
