namespace ErhChecker.Testing.Routers;

/// <summary>A request that a router received.</summary>
/// <param name="Line">The request line: <c>GET /health-checks HTTP/1.1</c>.</param>
/// <param name="Headers">The headers by their names, whose case does not matter.</param>
/// <param name="HasClientCertificate">Whether the client sent a certificate in the TLS handshake.</param>
public sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, bool HasClientCertificate)
{
    /// <summary>A header's value, or null if the request has no such header.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
