using System.Globalization;
using System.Text;

namespace ErhChecker.Net;

/// <summary>
/// Reads one HTTP/1.1 response from a connection that is used once: status, then a body with a length, in chunks, or up to the
/// end of the connection (RFC 9112).
/// </summary>
/// <param name="connection">The connection, with the request already sent.</param>
/// <param name="maxBody">The most that a body may have, in bytes.</param>
internal sealed class HttpResponseReader(Stream connection, int maxBody)
{
    private const int MaxHead = 64 * 1024; // bytes
    private const int MaxInterim = 8; // responses with status 1xx before the final one

    private const int MaxOverhead = 1024 * 1024; // bytes of heads and chunk sizes
    private const int SmallBuffer = 256 * 1024; // bytes
    private const string Incomplete = "closed the connection before the response was complete";

    private readonly byte[] chunkLine = new byte[256];
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private long received;

    /// <summary>Reads the response.</summary>
    /// <param name="body">The body, when the status is 200.</param>
    /// <returns>The status.</returns>
    /// <exception cref="HttpResponseException">The response is invalid, incomplete or too large.</exception>
    public int Read(out ReadOnlyMemory<byte> body)
    {
        body = default;
        for (var interim = 0; interim <= MaxInterim; interim++)
        {
            var head = ReadHead();
            var status = Status(head);
            if (status is >= 100 and < 200)
            {
                continue;
            }

            if (status == 200)
            {
                body = ReadBody(head);
            }

            return status;
        }

        throw InvalidHttp();
    }

    /// <summary>The status line and the headers, a line each.</summary>
    private string[] ReadHead()
    {
        var searched = start;
        while (true)
        {
            var at = buffer.AsSpan(searched, end - searched).IndexOf("\r\n\r\n"u8);
            if (at >= 0)
            {
                var head = Encoding.Latin1.GetString(buffer, start, searched + at - start);
                start = searched + at + 4;
                var lines = head.Split("\r\n");
                return lines.Skip(1).All(IsHeader) ? lines : throw InvalidHttp();
            }

            if (end - start > MaxHead)
            {
                throw new HttpResponseException($"sent response headers larger than {MaxHead / 1024} KiB");
            }

            searched = Math.Max(start, end - 3);
            var before = start;
            if (!Fill())
            {
                throw new HttpResponseException(end == start
                    ? "closed the connection without a response"
                    : Incomplete);
            }

            searched -= before - start;
        }
    }

    private static int Status(string[] head) =>
        head[0] is ['H', 'T', 'T', 'P', '/', '1', '.', '0' or '1', ' ', >= '1' and <= '9', >= '0' and <= '9', >= '0' and <= '9', .. var rest] line
        && (rest.Length == 0 || rest[0] == ' ')
            ? int.Parse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture)
            : throw InvalidHttp();

    private ReadOnlyMemory<byte> ReadBody(string[] head)
    {
        // An ambiguous length is an unrecoverable error for a client (RFC 9112, 6.1 and 6.3); Go's server never sends one.
        var codings = Headers(head, "Transfer-Encoding");
        var lengths = Headers(head, "Content-Length");
        if (codings.Length > 0)
        {
            return (codings, lengths) switch
            {
                (_, { Length: > 0 }) => throw InvalidHttp("Transfer-Encoding with Content-Length"),
                ([var coding], _) when coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) => ReadChunks(),
                _ => throw new HttpResponseException("sent an unsupported Transfer-Encoding: expected 'chunked'"),
            };
        }

        return lengths switch
        {
            [] => ReadToEnd(),
            [var one] when long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var length) => ReadCounted(length),
            [_] => throw InvalidHttp("Content-Length is not a valid number"),
            _ => throw InvalidHttp("more than one Content-Length"),
        };
    }

    /// <summary>A name and a colon. Obsolete line folding and whitespace before the colon are invalid (RFC 9112, 5.1 and 5.2).</summary>
    private static bool IsHeader(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !line.AsSpan(0, colon).ContainsAny(' ', '\t');

    private static string[] Headers(string[] head, string name) =>
    [
        .. head.Skip(1)
            .Where(line => line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()),
    ];

    private ReadOnlyMemory<byte> ReadCounted(long length)
    {
        Bound(length);
        while (end - start < length)
        {
            FillOrFail();
        }

        return buffer.AsMemory(start, (int)length);
    }

    /// <summary>
    /// The body of a response without a length. TLS may end without close_notify, so the end may come early. A report that
    /// was cut off lacks its last brace: it is not valid JSON, and the reader of the report refuses it.
    /// </summary>
    private ReadOnlyMemory<byte> ReadToEnd()
    {
        while (Fill())
        {
            Bound(end - start);
        }

        Bound(end - start); // all of it may have come with the head
        return buffer.AsMemory(start, end - start);
    }

    private ReadOnlyMemory<byte> ReadChunks()
    {
        var body = new byte[SmallBuffer];
        var length = 0;
        while (true)
        {
            var size = ReadChunkSize();
            if (size == 0)
            {
                return body.AsMemory(0, length); // trailers are ignored
            }

            Bound(length + size);
            body = Enlarged(body, length + (int)size);
            for (var left = (int)size; left > 0;)
            {
                if (start == end)
                {
                    FillOrFail();
                }

                var part = Math.Min(left, end - start);
                Buffer.BlockCopy(buffer, start, body, length, part);
                length += part;
                start += part;
                left -= part;
            }

            if (NextByte() != '\r' || NextByte() != '\n')
            {
                throw InvalidHttp();
            }
        }
    }

    private long ReadChunkSize()
    {
        var length = 0;
        while (NextByte() is var next && next != '\n')
        {
            if (length == chunkLine.Length)
            {
                throw InvalidHttp();
            }

            chunkLine[length++] = next;
        }

        var line = Encoding.Latin1.GetString(chunkLine, 0, length).TrimEnd('\r');
        var digits = line.AsSpan(0, line.AsSpan().IndexOf(';') is var extension && extension >= 0 ? extension : line.Length).TrimEnd();
        return digits.Length is > 0 and <= 15 && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw InvalidHttp();
    }

    private byte NextByte()
    {
        if (start == end)
        {
            FillOrFail();
        }

        return buffer[start++];
    }

    private void FillOrFail()
    {
        if (!Fill())
        {
            throw new HttpResponseException(Incomplete);
        }
    }

    /// <summary>Reads more; false at the end of the connection.</summary>
    private bool Fill()
    {
        if (start == end)
        {
            start = end = 0;
        }
        else if (end == buffer.Length)
        {
            var larger = start > buffer.Length / 2 ? buffer : Larger(buffer.Length);
            Buffer.BlockCopy(buffer, start, larger, 0, end - start);
            (buffer, start, end) = (larger, 0, end - start);
        }

        var got = connection.Read(buffer, end, buffer.Length - end);
        end += got;
        received += got;
        Bound(received - MaxOverhead);
        return got > 0;
    }

    private byte[] Enlarged(byte[] body, int needed)
    {
        if (needed <= body.Length)
        {
            return body;
        }

        var larger = Larger(SmallBuffer);
        Buffer.BlockCopy(body, 0, larger, 0, body.Length);
        return larger;
    }

    /// <summary>A small buffer, then the largest one: memory that is never written to costs nothing, a buffer that was outgrown does.</summary>
    private byte[] Larger(int length) => length < SmallBuffer
        ? new byte[SmallBuffer]
        : GC.AllocateUninitializedArray<byte>(maxBody + MaxOverhead + MaxHead);

    private static HttpResponseException InvalidHttp(string? detail = null) =>
        new("did not respond with valid HTTP" + (detail is null ? "" : $": {detail}"));

    private void Bound(long length)
    {
        if (length > maxBody)
        {
            throw new HttpResponseException($"sent more than {maxBody / 1024 / 1024} MiB");
        }
    }
}
