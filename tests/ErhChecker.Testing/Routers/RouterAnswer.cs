using System.Text;

namespace ErhChecker.Testing.Routers;

/// <summary>What the stand-in does with a request.</summary>
public sealed record RouterAnswer
{
    /// <summary>The body, sent as it is.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What happens instead of an answer.</summary>
    public Fault Fault { get; init; }

    /// <summary>
    /// Bytes that are sent verbatim once the request is in, before the connection is closed: status line, headers and
    /// chunks that no HTTP server would write. Null for a proper answer.
    /// </summary>
    public ReadOnlyMemory<byte>? RawHttp { get; init; }

    /// <summary>The time between the request and the answer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Called right before the answer is sent.</summary>
    public Action? BeforeSent { get; init; }

    /// <summary>An answer with this body.</summary>
    public static RouterAnswer Of(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>An answer with the bytes of this file.</summary>
    public static RouterAnswer OfFile(string path) => new() { Body = File.ReadAllBytes(path) };

    /// <summary>A fault.</summary>
    public static RouterAnswer Of(Fault fault) => new() { Fault = fault };

    /// <summary>Bytes sent verbatim instead of an answer, given as Latin-1 text.</summary>
    public static RouterAnswer OfRawHttp(string text) => new() { RawHttp = Encoding.Latin1.GetBytes(text) };
}
