using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ErhChecker.Fuzz.Generators;

namespace ErhChecker.Fuzz.Runs;

/// <summary>A hostile server: real TLS below HTTP, with an odd certificate or with records that come out wrong.</summary>
internal sealed class TlsPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);
    private static readonly SslStreamCertificateContext Usual = Context(StandInCertificate.P256);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public TlsPeer() => listener.Start();

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether the last one served must have been served: nothing was done to it that a client may stumble over.</summary>
    public bool IsHarmless { get; private set; }

    /// <summary>What was done to the last one served.</summary>
    public string Done { get; private set; } = "";

    /// <summary>Serves one client, if one comes before the end.</summary>
    /// <param name="dice">Makes the choices.</param>
    /// <param name="answer">What the client is to get.</param>
    /// <param name="over">Cancelled when the client has ended.</param>
    public Task ServeAsync(Dice dice, byte[] answer, CancellationToken over)
    {
        var tampering = new Tampering(new Dice(dice.Below(int.MaxValue)), dice.Of(Enum.GetValues<TamperingKind>()), dice.Below(dice.Of(4, 9)));
        var isOdd = dice.OneIn(4);
#pragma warning disable CA5398, CA5359 // what the router speaks; it asks for a certificate and can do without
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = dice.Of(SslProtocols.Tls12, SslProtocols.Tls13),
            ServerCertificateContext = isOdd ? Context(OddCertificates.Make(dice)) : Usual,
            ClientCertificateRequired = dice.OneIn(2),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
#pragma warning restore CA5398, CA5359
        IsHarmless = tampering.IsHarmless;
        Done = $"{options.EnabledSslProtocols}, {tampering.Kind} at record {tampering.Record}{(isOdd ? ", an odd certificate" : "")}";
        return Task.Factory.StartNew(
            () => Serve(options, tampering, answer, over), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose() => listener.Dispose();

    private static SslStreamCertificateContext Context(X509Certificate2 certificate) =>
        SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

    /// <summary>A thread of its own that blocks: those of the pool are the clients'.</summary>
    private void Serve(SslServerAuthenticationOptions options, Tampering tampering, byte[] answer, CancellationToken over)
    {
        try
        {
            while (!listener.Server.Poll(Slice, SelectMode.SelectRead))
            {
                over.ThrowIfCancellationRequested();
            }

            using var socket = listener.AcceptSocket();
            using var abort = over.Register(socket.Dispose);
            socket.NoDelay = true;
            socket.SendTimeout = socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
            using var connection = new TamperedStream(socket, tampering);
            using var tls = new SslStream(connection);
            tls.AuthenticateAsServer(options);
            ReadRequest(tls);
            tls.Write(answer);
            tls.ShutdownAsync().GetAwaiter().GetResult();
            socket.Shutdown(SocketShutdown.Send);
            while (connection.Read(new byte[1000]) > 0)
            {
                // A close with unread data would be a reset, and could overtake the answer.
            }
        }
        catch (Exception failed) when (failed is IOException or AuthenticationException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has gone, as it may.
        }
    }

    private static void ReadRequest(SslStream tls)
    {
        var request = new List<byte>();
        var buffer = new byte[4096];
        while (!request.ToArray().AsSpan().EndsWith("\r\n\r\n"u8) && tls.Read(buffer) is > 0 and var got)
        {
            request.AddRange(buffer.AsSpan(0, got));
        }
    }
}
