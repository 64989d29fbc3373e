using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ErhChecker.Testing.Routers;

/// <summary>Where the stand-in listens and how it speaks TLS.</summary>
public sealed record StandInOptions
{
    /// <summary>The address and port to listen on; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The certificate with its key; null for the P-256 one that every stand-in of the process shares.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether it requests a certificate of the client, as a real router does.</summary>
    public bool RequestsClientCertificate { get; init; } = true;

    /// <summary>What carries TLS over a client's socket.</summary>
    public Func<Socket, Stream> Below { get; init; } = socket => new NetworkStream(socket);

    /// <summary>The TLS versions; a real router offers both of these.</summary>
#pragma warning disable CA5398 // these two and no others are what the router speaks, whatever the system would choose
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398
}
