using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace ErhChecker.Testing.Routers;

/// <summary>
/// A stand-in for an OpenZiti router's health-check listener, for what happens below HTTP: HTTPS with a self-signed certificate, TLS 1.2
/// and 1.3, requests a client certificate and accepts any or none. Whatever is requested, one answer or fault is played.
/// </summary>
/// <remarks>
/// A thread that blocks for each connection: those of the pool are the tests'. The facts about the router are its sources' (openziti/ziti
/// <c>common/health/handler.go</c>, openziti/xweb) and those of the recorded answers.
/// </remarks>
public sealed class RouterStandIn : IAsyncDisposable, IDisposable
{
    /// <summary>Go's net/http sends a length up to this many bytes, chunks beyond.</summary>
    private const int UnchunkedBytes = 2048;

    private const int ChunkBytes = 4096;
    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly TimeSpan TrickleInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Socket, bool> _clients = [];
    private readonly StandInOptions _options;
    private readonly SslServerAuthenticationOptions _tls;
    private readonly Socket _listener;
    private volatile RouterAnswer _answer;

    /// <summary>Starts a stand-in that does the same with every request, until <see cref="Play"/> changes it.</summary>
    public RouterStandIn(RouterAnswer answer, StandInOptions? options = null)
    {
        _answer = answer;
        _options = options ?? new StandInOptions();
        _tls = new SslServerAuthenticationOptions
        {
            // Offline: the stand-in itself must not go and look for the issuer that a certificate names.
            ServerCertificateContext = SslStreamCertificateContext.Create(
                _options.Certificate ?? StandInCertificate.P256, additionalCertificates: null, offline: true),
            EnabledSslProtocols = _options.Protocols,
            ClientCertificateRequired = _options.RequestsClientCertificate,
#pragma warning disable CA5359 // any or none is accepted, as the router does: nothing is decided by it
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        };
        _listener = new Socket(_options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(_options.Listen);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        if (answer.Fault != Fault.Refuse) // bound and never listening: nobody else can be given the port meanwhile
        {
            _listener.Listen(512);
            Start(Accept);
        }
    }

    /// <summary>The address and port that it listens on, or with <see cref="Fault.Refuse"/> the port that refuses.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The port of <see cref="EndPoint"/>.</summary>
    public int Port => EndPoint.Port;

    /// <summary>What has come so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>Changes what the next connections get.</summary>
    public void Play(RouterAnswer answer) => _answer = answer;

    /// <summary>Ends every connection and frees the port.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients.Keys)
        {
            client.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Start(Action action) => new Thread(() => action()) { IsBackground = true, Name = "stand-in" }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.Accept();
                Start(() => Serve(client));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket client)
    {
        _clients[client] = true;
        try
        {
            Traffic.AddConnection();
            client.NoDelay = true;
            using var connection = _options.Below(client);
            ServeConnection(client, connection);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The client, or the test, has ended.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private void ServeConnection(Socket client, Stream connection)
    {
        switch (_answer.Fault)
        {
            case Fault.Refuse:
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            case Fault.HangTcp:
                ReadToEnd(connection);
                return;
            case Fault.PlainHttp:
                _ = connection.Read(new byte[4096]);
                connection.Write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nClient sent an HTTPS request to an HTTP server.\n"u8);
                client.Shutdown(SocketShutdown.Send);
                ReadToEnd(connection);
                return;
            default:
                break;
        }

        using var tls = new SslStream(connection);
        tls.AuthenticateAsServer(_tls);
        if (!HasRequest(tls))
        {
            return;
        }

        Traffic.AddRequest();
        var planned = _answer;
        Send(tls, planned);
        switch (planned.Fault)
        {
            case Fault.HangTls or Fault.HangTcp:
                break;
            case Fault.Refuse or Fault.Reset:
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            case Fault.Cut:
                client.Shutdown(SocketShutdown.Send);
                break;
            default:
                tls.ShutdownAsync().GetAwaiter().GetResult();
                client.Shutdown(SocketShutdown.Send);
                break;
        }

        ReadToEnd(connection);
    }

    private static void Send(SslStream tls, RouterAnswer planned)
    {
        Thread.Sleep(planned.Delay);
        planned.BeforeSent?.Invoke();
        var body = planned.Body.Span;
        switch (planned)
        {
            case { RawHttp: { } bytes }:
                tls.Write(bytes.Span);
                break;
            case { Fault: Fault.None } when body.Length > UnchunkedBytes:
                tls.Write([.. Head(Chunked), .. body.ToArray().Chunk(ChunkBytes).SelectMany(Chunk), .. Chunk([])]);
                break;
            case { Fault: Fault.None }:
                tls.Write(WithLength(planned.Body, body.Length));
                break;
            case { Fault: Fault.Truncate }:
                tls.Write(WithLength(planned.Body, body.Length + 1000));
                break;
            case { Fault: Fault.Trickle }:
                foreach (var one in WithLength(planned.Body, body.Length))
                {
                    tls.Write([one]);
                    Thread.Sleep(TrickleInterval);
                }

                break;
            case { Fault: Fault.Endless }:
                var chunk = Chunk(Latin1(new string(' ', 65536)));
                tls.Write(Head(Chunked));
                while (true)
                {
                    tls.Write(chunk);
                }

            default:
                break;
        }
    }

    /// <summary>Waits for the head of a request; false where the client goes before.</summary>
    private static bool HasRequest(SslStream tls)
    {
        var request = new byte[8192];
        for (var length = 0; length < request.Length;)
        {
            var count = tls.Read(request, length, request.Length - length);
            length += count;
            if (count == 0 || request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                return count > 0;
            }
        }

        return false;
    }

    /// <summary>Until the client has gone: closing while bytes wait would reset the connection, and cut the answer off.</summary>
    private static void ReadToEnd(Stream stream)
    {
        var unwanted = new byte[4096];
        while (stream.Read(unwanted) > 0)
        {
            // Only its end counts.
        }
    }

    private static byte[] Head(string framing) => Latin1($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{framing}\r\nConnection: close\r\n\r\n");

    private static byte[] WithLength(ReadOnlyMemory<byte> body, int length) =>
        [.. Head(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}")), .. body.Span];

    private static byte[] Chunk(byte[] bytes) => [.. Latin1($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
