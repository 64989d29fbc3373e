using System.Buffers;

namespace ErhChecker.Probe;

/// <summary>What the bytes that a client has sent so far are.</summary>
internal enum HttpRequestState
{
    /// <summary>The beginning of a request; its head is not complete.</summary>
    Incomplete,

    Complete,

    Invalid,

    /// <summary>A head longer than <see cref="HttpRequestHead.MaxLength"/>.</summary>
    TooLarge,
}

/// <summary>The head of an HTTP/1.0 or HTTP/1.1 request (RFC 9112, sections 2 to 5): request line and header fields.</summary>
/// <param name="State">Whether it is complete and valid.</param>
/// <param name="Method">The method of a complete head; empty otherwise.</param>
/// <param name="Length">The number of bytes of a complete head; what follows is the request's content.</param>
internal readonly record struct HttpRequestHead(HttpRequestState State, string Method = "", int Length = 0)
{
    /// <summary>The largest head that is accepted, in bytes.</summary>
    public const int MaxLength = 8 * 1024;

    private static readonly HttpRequestHead Incomplete = new(HttpRequestState.Incomplete);
    private static readonly HttpRequestHead Invalid = new(HttpRequestState.Invalid);

    private static readonly SearchValues<byte> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Parses what a client has sent so far.</summary>
    /// <param name="received">The bytes since the connection was accepted; what follows the head is ignored.</param>
    public static HttpRequestHead Parse(ReadOnlySpan<byte> received)
    {
        var rest = received;
        while (rest is [(byte)'\r', (byte)'\n', ..] or [(byte)'\n', ..])
        {
            rest = rest[(rest[0] == '\n' ? 1 : 2)..]; // empty lines before a request line are ignored (section 2.2)
        }

        // A TLS handshake is refused at its first byte, not when the deadline has passed.
        if (rest is [(byte)'\r', _, ..] || (rest is [not (byte)'\r', ..] && !TokenCharacters.Contains(rest[0])))
        {
            return Invalid;
        }

        if (!TryReadLine(ref rest, out var requestLine))
        {
            return Unfinished(received);
        }

        if (!TryParseRequestLine(requestLine, out var method, out var minorVersion))
        {
            return Invalid;
        }

        var hosts = 0;
        while (TryReadLine(ref rest, out var line))
        {
            if (line.IsEmpty)
            {
                var length = received.Length - rest.Length;
                var hasHost = hosts == 1 || (hosts == 0 && minorVersion == 0); // section 3.2
                return length > MaxLength ? new(HttpRequestState.TooLarge)
                    : hasHost ? new(HttpRequestState.Complete, method, length)
                    : Invalid;
            }

            if (!TryParseField(line, out var isHost))
            {
                return Invalid;
            }

            hosts += isHost ? 1 : 0;
        }

        return Unfinished(received);
    }

    private static HttpRequestHead Unfinished(ReadOnlySpan<byte> received) =>
        received.Length >= MaxLength ? new(HttpRequestState.TooLarge) : Incomplete;

    /// <summary>Takes a line without its end, CRLF or a lone LF (section 2.2).</summary>
    private static bool TryReadLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            line = default;
            return false;
        }

        line = rest[..end] is [.. var text, (byte)'\r'] ? text : rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool TryParseRequestLine(ReadOnlySpan<byte> line, out string method, out int minorVersion)
    {
        (method, minorVersion) = ("", 0);
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || targetEnd <= methodEnd + 1
            || line[..methodEnd].ContainsAnyExcept(TokenCharacters)
            || line[(methodEnd + 1)..targetEnd].ContainsAnyExceptInRange((byte)'!', (byte)'~')
            || line[(targetEnd + 1)..] is not [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', (byte)'1', (byte)'.', >= (byte)'0' and <= (byte)'9' and var minor])
        {
            return false;
        }

        method = System.Text.Encoding.ASCII.GetString(line[..methodEnd]);
        minorVersion = minor - '0';
        return true;
    }

    /// <summary>A name and a colon; a line that continues the one before, or has space before the colon, is refused (section 5).</summary>
    private static bool TryParseField(ReadOnlySpan<byte> line, out bool isHost)
    {
        var colon = line.IndexOf((byte)':');
        isHost = colon == 4 && System.Text.Ascii.EqualsIgnoreCase(line[..colon], "host"u8);
        return colon > 0
            && !line[..colon].ContainsAnyExcept(TokenCharacters)
            && !line[(colon + 1)..].ContainsAny((byte)'\r', (byte)'\0');
    }
}
