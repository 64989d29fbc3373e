using System.Text;
using ErhChecker.Net;

namespace ErhChecker.Tests.Net;

/// <summary>One HTTP/1.1 answer, however it comes in pieces.</summary>
public class HttpResponseReaderTests
{
    private const int MaxBody = 1024 * 1024;

    private static readonly int[] Pieces = [1, 2, 3, 5, 16, 4096];

    [Theory]
    //          the answer                                                                                  body
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello and more", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nup to the end", "up to the end")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200\r\n\r\nhello", "hello")] // no words
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html; charset=nonsense\r\nSet-Cookie: \u001b[2J\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 \r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: y: z\r\nContent-Length:   5  \r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Content-Length: 2\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Lengths: 2\r\nTransfer-Encodings: gzip\r\n\r\nhello", "hello")] // other headers
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000000000005\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000A;name=value\r\n0123456789\r\na \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", "01234567890123456789")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    public void Response_is_read(string answer, string body)
    {
        foreach (var piece in Pieces)
        {
            using var connection = new PieceStream(answer, piece);

            Assert.Equal(200, new HttpResponseReader(connection, MaxBody).Read(out var read));
            Assert.Equal(body, Encoding.Latin1.GetString(read.Span));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello", 404)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", 302)]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\n\r\n", 500)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello", 206)]
    [InlineData("HTTP/1.1 999 X\r\n\r\n", 999)]
    [InlineData("HTTP/1.1 503 X\r\nContent-Length: 999999999999\r\n\r\n", 503)] // its body is not even looked at
    [InlineData("HTTP/1.1 503 X\r\nTransfer-Encoding: gzip\r\n\r\n", 503)]
    public void Another_status_has_no_body(string answer, int status)
    {
        using var connection = new PieceStream(answer, 7);

        Assert.Equal(status, new HttpResponseReader(connection, MaxBody).Read(out var body));
        Assert.Equal(0, body.Length);
    }

    [Theory]
    [InlineData("", "closed the connection without a response")]
    [InlineData("H", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\n", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "closed the connection before the response was complete")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "closed the connection without a response")]
    [InlineData("hello\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/2 200\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 20\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 2000\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 OK\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("http/1.1 200 OK\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData(" HTTP/1.1 200 OK\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n goes: on\r\n\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000000000000005\r\nhello\r\n0\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\rX0\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "sent an unsupported Transfer-Encoding: expected 'chunked'")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "sent an unsupported Transfer-Encoding: expected 'chunked'")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", "sent an unsupported Transfer-Encoding: expected 'chunked'")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\nhello", "sent an unsupported Transfer-Encoding: expected 'chunked'")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "did not respond with valid HTTP: Transfer-Encoding with Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "did not respond with valid HTTP: Transfer-Encoding with Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello", "did not respond with valid HTTP: Content-Length is not a valid number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello", "did not respond with valid HTTP: more than one Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\nhello", "did not respond with valid HTTP: more than one Content-Length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length\t: 5\r\n\r\nhello", "did not respond with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", "sent more than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", "sent more than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", "sent more than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffff\r\n", "sent more than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n100000\r\n", "sent more than 1 MiB")]
    public void Incomplete_or_invalid_response_is_rejected_with_its_reason(string answer, string problem)
    {
        foreach (var piece in Pieces)
        {
            using var connection = new PieceStream(answer, piece);

            Assert.Equal(problem, Assert.Throws<HttpResponseException>(() => new HttpResponseReader(connection, MaxBody).Read(out _)).Message);
        }
    }

    [Theory]
    [InlineData("Content-Length: 1048576")]
    [InlineData("X: y")]
    public void A_body_may_be_as_large_as_the_bound(string header)
    {
        var answer = $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{new string('x', MaxBody)}";
        using var connection = new PieceStream(answer, 100_000);

        Assert.Equal(200, new HttpResponseReader(connection, MaxBody).Read(out var body));
        Assert.Equal(MaxBody, body.Length);
    }

    [Fact]
    public void Many_small_chunks_are_put_together()
    {
        var chunks = string.Concat(Enumerable.Range(0, 20_000).Select(at => $"3\r\n{at % 1000:000}\r\n"));
        foreach (var piece in new[] { 1, 7, 16 * 1024, 100_000 })
        {
            using var connection = new PieceStream($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n", piece);

            Assert.Equal(200, new HttpResponseReader(connection, MaxBody).Read(out var body));
            Assert.Equal(60_000, body.Length);
            Assert.Equal("997998999", Encoding.Latin1.GetString(body.Span[^9..]));
        }
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 900000")]
    [InlineData("X: y")]
    public void A_body_comes_as_it_was_sent_while_the_room_for_it_grows(string header)
    {
        var body = string.Concat(Enumerable.Range(0, 150_000).Select(at => $"{at:000000}"));
        var sent = header.EndsWith("chunked", StringComparison.Ordinal)
            ? string.Concat(body.Chunk(200_000).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n")) + "0\r\n\r\n"
            : body;
        foreach (var piece in new[] { 1000, 16 * 1024, 100_000, 2_000_000 })
        {
            using var connection = new PieceStream($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{sent}", piece);

            Assert.Equal(200, new HttpResponseReader(connection, MaxBody).Read(out var read));
            Assert.Equal(body, Encoding.Latin1.GetString(read.Span));
        }
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(140_000, false)]
    public void Headers_are_bounded(int size, bool read)
    {
        foreach (var piece in new[] { 1000, 16 * 1024, 100_000 })
        {
            using var connection = new PieceStream($"HTTP/1.1 200 OK\r\nX: {new string('x', size)}\r\nContent-Length: 5\r\n\r\nhello", piece);
            var answer = new HttpResponseReader(connection, MaxBody);
            if (read)
            {
                Assert.Equal(200, answer.Read(out var body));
                Assert.Equal("hello", Encoding.Latin1.GetString(body.Span));
            }
            else
            {
                Assert.Equal("sent response headers larger than 64 KiB", Assert.Throws<HttpResponseException>(() => answer.Read(out _)).Message);
            }
        }
    }

    [Fact]
    public void Some_interim_answers_are_waited_through()
    {
        using var connection = new PieceStream(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 8)) + "HTTP/1.1 200 OK\r\n\r\nhello", 100);

        Assert.Equal(200, new HttpResponseReader(connection, MaxBody).Read(out _));
    }

    public static TheoryData<string, bool, string> Unbounded => new()
    {
        { "HTTP/1.1 200 OK\r\n\r\n" + new string('x', MaxBody + 1), false, "sent more than 1 MiB" },
        { new string('x', 100) + "\r\n", true, "sent response headers larger than 64 KiB" },
        { "HTTP/1.1 100 Continue\r\n\r\n", true, "did not respond with valid HTTP" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + new string('x', 10_000) + "\r\nhello\r\n0\r\n\r\n", false, "did not respond with valid HTTP" },
    };

    [Theory]
    [MemberData(nameof(Unbounded), DisableDiscoveryEnumeration = true)]
    public void Each_part_of_a_response_is_bounded(string answer, bool endless, string problem)
    {
        using var connection = new PieceStream(answer, 10_000, endless);

        Assert.Equal(problem, Assert.Throws<HttpResponseException>(() => new HttpResponseReader(connection, MaxBody).Read(out _)).Message);
    }

    /// <summary>A connection that gives no more than so many bytes at a time.</summary>
    private sealed class PieceStream(string answer, int piece, bool endless = false) : MemoryStream(Encoding.Latin1.GetBytes(answer), writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = base.Read(buffer, offset, Math.Min(count, piece));
            if (got == 0 && endless)
            {
                Position = 0;
                got = base.Read(buffer, offset, Math.Min(count, piece));
            }

            return got;
        }
    }
}
