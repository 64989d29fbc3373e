using System.Globalization;
using System.Text;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Net;

namespace ErhChecker.Fuzz.Runs;

/// <summary>HTTP answers through the program's reader, in pieces of any size.</summary>
internal static class HttpRun
{
    private const int MaxBody = 4096;

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        var dice = new Dice(seed);
        var body = dice.OneIn(10) ? new byte[MaxBody + dice.Of(0, 1, 100)] : dice.Bytes(600);
        var status = dice.Of(200, 200, 200, 204, 301, 404, 500, 100, 199);
        var answer = new List<byte>();
        if (dice.OneIn(8))
        {
            answer.AddRange("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"u8);
        }

        answer.AddRange(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.{dice.Below(2)} {status}{dice.Of(" OK", "", " ")}\r\n")));
        var headers = dice.Many(3, () => dice.Of("Content-Type: application/json", "X: ", "Set-Cookie: a=b", "Date: now", "X-é: \u00e9"));
        var form = dice.Below(3);
        headers.Add(form switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{dice.Of("Content-Length", "content-length", "CONTENT-LENGTH")}: {body.Length}"),
            1 => "Transfer-Encoding: " + dice.Of("chunked", "Chunked"),
            _ => "Connection: close",
        });
        answer.AddRange(Encoding.Latin1.GetBytes(string.Concat(dice.Shuffled(headers).Select(header => header + "\r\n")) + "\r\n"));
        answer.AddRange(form == 1 ? Chunks(dice, body) : body);
        var isChanged = dice.OneIn(2);
        byte[] bytes = isChanged ? Mutations.Of(dice, [.. answer]) : [.. answer];
        try
        {
            using var connection = new Pieces(dice, bytes);
            var read = new HttpResponseReader(connection, MaxBody).Read(out var found);
            if (isChanged)
            {
                return found.Length <= MaxBody ? null : "more than the most";
            }

            return read == status && body.Length <= MaxBody && (status != 200 || found.Span.SequenceEqual(body))
                ? null
                : status == read && status != 200 ? null : $"status {read}, {found.Length} bytes; meant {status}, {body.Length} bytes";
        }
        catch (HttpResponseException no)
        {
            return isChanged || (status == 200 && body.Length > MaxBody) || status < 200 ? null : no.Message;
        }
    }

    private static List<byte> Chunks(Dice dice, byte[] body)
    {
        var chunks = new List<byte>();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, 1 + dice.Below(300));
            chunks.AddRange(Encoding.Latin1.GetBytes(length.ToString(dice.Of("x", "X", "x5"), CultureInfo.InvariantCulture) + dice.Of("", "", ";a=b", " ") + "\r\n"));
            chunks.AddRange(body.AsSpan(at, length));
            chunks.AddRange("\r\n"u8);
            at += length;
        }

        chunks.AddRange("0\r\n\r\n"u8);
        return chunks;
    }

    /// <summary>A connection that gives a few bytes at a time.</summary>
    private sealed class Pieces(Dice dice, byte[] bytes) : MemoryStream(bytes)
    {
        private readonly int most = dice.Of(1, 3, 100, 100_000);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
