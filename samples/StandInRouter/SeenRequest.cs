using System.Buffers;
using System.Text;

namespace StandInRouter;

/// <summary>A request as it came over the wire, before any HTTP server has read it.</summary>
/// <param name="Line">The request line: <c>GET /health-checks HTTP/1.1</c>.</param>
/// <param name="Headers">The headers, in their order.</param>
/// <param name="HasClientCertificate">Whether the client presented a certificate in the TLS handshake.</param>
public sealed record SeenRequest(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, bool HasClientCertificate)
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>The path that was asked for, without the query.</summary>
    public string Path => Line.Split(' ') is [_, var target, ..] ? target.Split('?')[0] : "";

    /// <summary>A header's value, or null where the request has none of this name.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads the head of a request; null as long as it is not complete.</summary>
    internal static SeenRequest? TryRead(ReadOnlySequence<byte> received, bool hasClientCertificate)
    {
        var reader = new SequenceReader<byte>(received);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, EndOfHead))
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1].Trim() : "")).ToList();
        return new SeenRequest(lines[0], headers, hasClientCertificate);
    }
}
