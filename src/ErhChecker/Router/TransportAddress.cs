using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>
/// Addresses as OpenZiti writes them: <c>tls:HOST:PORT</c> in the config, Go's <c>tcp:198.51.100.7:443</c> and
/// <c>tcp:[2001:db8::1]:443</c> in the health report.
/// </summary>
internal static class TransportAddress
{
    /// <summary>Characters of a name, as for getaddrinfo(3).</summary>
    private const int MaxNameLength = 255;

    /// <summary>Unpaired brackets, user names, paths, spaces and control characters.</summary>
    private static readonly SearchValues<char> NotInHosts =
        SearchValues.Create([.. "[]/@ ", .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>
    /// Whether it can be a host: an IP address, or any name. /etc/hosts may hold names that DNS does not allow, such as <c>_x</c>,
    /// <c>h+1</c> and labels of 64 characters, and the router listens on them.
    /// </summary>
    public static bool IsHost(string host) =>
        TryParseIp(host, out _) || (host.Length is > 0 and <= MaxNameLength && !host.Contains(':', StringComparison.Ordinal) && !host.Any(char.IsWhiteSpace));

    /// <summary>The host of <c>TYPE:HOST:PORT</c>, without brackets; the type may be missing before an IP address.</summary>
    public static bool TryGetHost(string text, out string host)
    {
        var found = TryGetHost(text.AsSpan(), out var span);
        host = span.ToString();
        return found && IsHost(host);
    }

    /// <summary>
    /// The IP address in <c>tcp:198.51.100.7:443</c>; the port may be missing. Spans keep reports of thousands of links cheap
    /// (docs/speed.md, "What was gained").
    /// </summary>
    public static bool TryGetIp(string text, out IPAddress address) =>
        TryParseIp(TryGetHost(text.AsSpan(), out var host) ? host : text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).Trim("[]"), out address);

    /// <summary>Reads a remote address of the report, whatever its text.</summary>
    public static RemoteAddress ToRemoteAddress(string text) => new(text, TryGetIp(text, out var address) ? address : null);

    /// <summary>Splits <c>HOST:PORT</c> or <c>[IPv6]:PORT</c>; both must be there, the port from 1 to 65535.</summary>
    public static bool TrySplitHostPort(string text, out string host, out int port)
    {
        var split = TrySplitHostPort(text.AsSpan(), out var span, out port);
        host = span.ToString();
        return split;
    }

    /// <summary>
    /// Reads an IP address in the form that is compared: IPv4-mapped as IPv4, without a zone. .NET also accepts
    /// <c>1</c>, <c>127.1</c>, octal numbers and brackets; Go, and so the router, does not.
    /// </summary>
    public static bool TryParseIp(ReadOnlySpan<char> host, out IPAddress address)
    {
        var zone = host.IndexOf('%');
        var bare = zone < 0 ? host : host[..zone];
        if (bare.StartsWith('[')
            || !IPAddress.TryParse(bare, out address!)
            || (address.AddressFamily == AddressFamily.InterNetwork && !IsWritten(address, bare)))
        {
            address = IPAddress.None;
            return false;
        }

        address = Comparable(address);
        return true;
    }

    private static bool IsWritten(IPAddress address, ReadOnlySpan<char> text)
    {
        Span<char> written = stackalloc char[16];
        return address.TryFormat(written, out var length) && text.SequenceEqual(written[..length]);
    }

    private static bool TryGetHost(ReadOnlySpan<char> text, out ReadOnlySpan<char> host)
    {
        host = default;
        var colon = text.IndexOf(':');
        if (colon > 0 && TrySplitHostPort(text[(colon + 1)..], out host, out _))
        {
            return true;
        }

        return TrySplitHostPort(text, out host, out _) && TryParseIp(host, out _);
    }

    private static bool TrySplitHostPort(ReadOnlySpan<char> text, out ReadOnlySpan<char> host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? default : text[..colon];
        port = 0;
        if (host is ['[', .. var inner, ']'])
        {
            host = inner;
        }

        var digits = text[(colon + 1)..];
        return host.Length > 0
            && !host.ContainsAny(NotInHosts)
            && !digits.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
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
