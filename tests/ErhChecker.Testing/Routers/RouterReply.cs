using System.Text;

namespace ErhChecker.Testing.Routers;

/// <summary>The HTTP response of a router's health endpoint.</summary>
public sealed record RouterReply
{
    /// <summary>The HTTP status; a real router responds with 200 whatever its health.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body, sent unchanged.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Headers that are added to <c>Content-Type: application/json</c>, or replace it.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The time between the request and the response.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The prefix of the paths that return this; other paths return the 404 of a Go server.</summary>
    public string Path { get; init; } = "/health-checks";

    /// <summary>Whether <see cref="Path"/> redirects to the path that returns this.</summary>
    public bool Redirects { get; init; }

    /// <summary>A response with status 200 and this body.</summary>
    public static RouterReply Of(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>A response with status 200 and the bytes of this file.</summary>
    public static RouterReply OfFile(string path) => new() { Body = File.ReadAllBytes(path) };
}
