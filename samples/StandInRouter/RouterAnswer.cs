using System.Text;

namespace StandInRouter;

/// <summary>What the stand-in does with a request.</summary>
public sealed record RouterAnswer
{
    /// <summary>The HTTP status; a real router answers 200 whatever its health.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body, sent as it is.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Response headers beside <c>Content-Type: application/json</c>, which they may replace.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The wait before the answer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The start of the paths that are answered; others get Go's plain-text 404.</summary>
    public string Path { get; init; } = "/health-checks";

    /// <summary>What happens instead of an answer.</summary>
    public Fault Fault { get; init; }

    /// <summary>
    /// Bytes that are sent verbatim once the request is in, before the connection is closed: status line, headers and
    /// chunks that no HTTP server would write. Null for a proper answer.
    /// </summary>
    public ReadOnlyMemory<byte>? RawHttp { get; init; }

    /// <summary>An answer of 200 with this body.</summary>
    public static RouterAnswer Of(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>An answer of 200 with the bytes of this file.</summary>
    public static RouterAnswer OfFile(string path) => new() { Body = File.ReadAllBytes(path) };

    /// <summary>A fault.</summary>
    public static RouterAnswer Of(Fault fault) => new() { Fault = fault };

    /// <summary>Bytes sent verbatim instead of an answer, given as Latin-1 text.</summary>
    public static RouterAnswer OfRawHttp(string text) => new() { RawHttp = Encoding.Latin1.GetBytes(text) };
}
