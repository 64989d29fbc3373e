using System.IO.Compression;
using System.Text;

namespace StandInRouter;

/// <summary>The status, headers and body that one request gets.</summary>
internal sealed record AnswerContent(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private const string Elsewhere = "/elsewhere";

    /// <summary>Does what the router's web listener does with this path and these request headers.</summary>
    public static AnswerContent For(RouterAnswer answer, SeenRequest request)
    {
        var redirects = answer.Fault == Fault.Redirect;
        if (redirects && string.Equals(request.Path, answer.Path, StringComparison.Ordinal))
        {
            return new(302, HeadersOf(("Location", $"https://{request.Header("Host")}{Elsewhere}")), default);
        }

        if (!request.Path.StartsWith(answer.Path, StringComparison.Ordinal)
            && !(redirects && string.Equals(request.Path, Elsewhere, StringComparison.Ordinal)))
        {
            return new(404, HeadersOf(("Content-Type", "text/plain; charset=utf-8")), "404 page not found\n"u8.ToArray());
        }

        var headers = HeadersOf(("Content-Type", "application/json"));
        foreach (var (name, value) in answer.Headers)
        {
            headers[name] = value;
        }

        // As the router does it: only when asked for.
        var zip = answer.Status == 200 && !headers.ContainsKey("Content-Encoding")
            && request.Header("Accept-Encoding")?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true;
        if (!zip)
        {
            return new(answer.Status, headers, answer.Body);
        }

        headers["Content-Encoding"] = "gzip";
        return new(answer.Status, headers, Gzip(answer.Body));
    }

    /// <summary>Status line and headers as bytes, for a body of a length that need not be the true one.</summary>
    public byte[] Head(int contentLength)
    {
        var head = new StringBuilder($"HTTP/1.1 {Status} X\r\nContent-Length: {contentLength}\r\nConnection: close\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static Dictionary<string, string> HeadersOf((string Name, string Value) header) =>
        new(StringComparer.OrdinalIgnoreCase) { [header.Name] = header.Value };

    private static byte[] Gzip(ReadOnlyMemory<byte> body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return zipped.ToArray();
    }
}
