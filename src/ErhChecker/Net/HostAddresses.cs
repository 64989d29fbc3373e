using System.Net;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>The addresses of this host's interfaces, from getifaddrs(3).</summary>
internal static unsafe class HostAddresses
{
    private const int MaxAddresses = 64; // more than a router's host has; each may be tried

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
