using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ErhChecker;

/// <summary>
/// Addresses as OpenZiti writes them: <c>tls:HOST:PORT</c> in the config, Go's <c>tcp:198.51.100.7:443</c> and
/// <c>tcp:[2001:db8::1]:443</c> in the health report.
/// </summary>
internal static class TransportAddress
{
    /// <summary>The host of <c>TYPE:HOST:PORT</c>, without brackets; the type may be missing before an IP address.</summary>
    public static bool TryGetHost(string text, out string host)
    {
        host = "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && TrySplitHostPort(text[(colon + 1)..], out host, out _))
        {
            return true;
        }

        return TrySplitHostPort(text, out host, out _) && TryParseIp(host, out _);
    }

    /// <summary>The IP address in <c>tcp:198.51.100.7:443</c>; the port, by which nothing is decided, may be missing.</summary>
    public static bool TryGetIp(string text, out IPAddress address) =>
        TryParseIp(TryGetHost(text, out var host) ? host : text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim('[', ']'), out address);

    /// <summary>Splits <c>HOST:PORT</c> or <c>[IPv6]:PORT</c>; both must be there, the port from 1 to 65535.</summary>
    public static bool TrySplitHostPort(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? "" : text[..colon];
        port = 0;
        if (host is ['[', .. var inner, ']'])
        {
            host = inner;
        }

        var digits = text.AsSpan(colon + 1);
        return host.Length > 0
            && !host.AsSpan().ContainsAny("[]/@ ")
            && !host.Any(char.IsControl)
            && digits.Length is > 0 and <= 5
            && !digits.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }

    /// <summary>
    /// Reads an IP address in the form that is compared: IPv4-mapped as IPv4, without a zone. .NET also takes
    /// <c>1</c>, <c>127.1</c>, octal numbers and brackets for addresses; Go, and so the router, does not.
    /// </summary>
    public static bool TryParseIp(string host, out IPAddress address)
    {
        var zone = host.IndexOf('%', StringComparison.Ordinal);
        var bare = zone < 0 ? host : host[..zone];
        if (bare.StartsWith('[')
            || !IPAddress.TryParse(bare, out address!)
            || (address.AddressFamily == AddressFamily.InterNetwork && !string.Equals(address.ToString(), bare, StringComparison.Ordinal)))
        {
            address = IPAddress.None;
            return false;
        }

        address = Comparable(address);
        return true;
    }

    /// <summary>The form in which addresses are compared.</summary>
    public static IPAddress Comparable(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;
    }
}
