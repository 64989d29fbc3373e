using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WireMock;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;

namespace ErhChecker.Testing.Routers;

/// <summary>
/// The health-check listener of an OpenZiti router, played by WireMock: HTTPS with a self-signed certificate, HTTP/1.1 only, requests a
/// client certificate and accepts any or none, compresses only on request. <see cref="RouterStandIn"/> plays what happens below HTTP.
/// </summary>
public sealed class WireMockRouter : IAsyncDisposable
{
    private const string Elsewhere = "/elsewhere";

    /// <summary>Go's net/http sends a length up to this many bytes, chunks beyond.</summary>
    private const int UnchunkedBytes = 2048;

    /// <summary>The requests that are kept; no test looks at more.</summary>
    private const int LoggedRequests = 100;

    private readonly TaskCompletionSource _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WireMockServer _server;
    private int _connections;

    private WireMockRouter(IPAddress address)
    {
        using var certificate = new CertificateFile();
        _server = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = [$"https://{new IPEndPoint(address, 0)}/"],
            CertificateSettings = new() { X509CertificateFilePath = certificate.Path, X509CertificatePassword = CertificateFile.Password },
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            AcceptAnyClientCertificate = true,
            Logger = new WireMockNullLogger(),
            MaxRequestLogCount = LoggedRequests,
            AdditionalServiceRegistration = services => services.Configure<KestrelServerOptions>(Configure),
            PreWireMockMiddlewareInit = application => ((IApplicationBuilder)application).Use(SendAsync),
        });
        EndPoint = new(address, _server.Port);
    }

    /// <summary>The address and port that it listens on.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The port of <see cref="EndPoint"/>.</summary>
    public int Port => EndPoint.Port;

    /// <summary>How many TCP connections were accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests that were answered or are about to be, in their order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _server.LogEntries.Select(entry => Received(entry.RequestMessage!))];

    /// <summary>Completes with the first request, before its delay.</summary>
    public Task FirstRequest => _firstRequest.Task;

    /// <summary>Starts a router that responds with this, on a free port of the address, by default 127.0.0.1.</summary>
    public static WireMockRouter Start(RouterReply reply, IPAddress? address = null)
    {
        var router = new WireMockRouter(address ?? IPAddress.Loopback);
        router.Play(reply);
        return router;
    }

    /// <summary>Changes the response to later requests.</summary>
    public void Play(RouterReply reply)
    {
        _server.ResetMappings();
        var path = reply.Redirects ? Elsewhere : reply.Path;
        if (reply.Redirects)
        {
            _server.Given(Request.Create().WithPath(reply.Path)).AtPriority(1)
                .RespondWith(Response.Create().WithStatusCode(HttpStatusCode.Found).WithHeader("Location", $"https://{EndPoint}{Elsewhere}"));
        }

        if (reply.Status == 200 && !reply.Headers.ContainsKey("Content-Encoding"))
        {
            _server.Given(Request.Create().WithPath(IsBelow).WithHeader(AcceptsGzip)).AtPriority(2)
                .RespondWith(ResponseOf(reply, Gzip(reply.Body)).WithHeader("Content-Encoding", "gzip"));
        }

        _server.Given(Request.Create().WithPath(IsBelow)).AtPriority(3).RespondWith(ResponseOf(reply, reply.Body.ToArray()));
        _server.Given(Request.Create().WithPath(_ => true)).AtPriority(4).RespondWith(Response.Create()
            .WithStatusCode(HttpStatusCode.NotFound)
            .WithHeader("Content-Type", "text/plain; charset=utf-8")
            .WithBody("404 page not found\n"));

        // A function, as WireMock would compile a regular expression for each wildcard.
        bool IsBelow(string requested) => requested.StartsWith(path, StringComparison.Ordinal);
    }

    /// <summary>Closes every connection and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_server.Stop);
        _server.Dispose();
    }

    private static IResponseBuilder ResponseOf(RouterReply reply, byte[] body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };
        foreach (var (name, value) in reply.Headers)
        {
            headers[name] = value;
        }

        var response = Response.Create().WithStatusCode(reply.Status).WithHeaders(headers).WithBody(body);
        return reply.Delay > TimeSpan.Zero ? response.WithDelay(reply.Delay) : response;
    }

    private static bool AcceptsGzip(IDictionary<string, string[]> headers) => headers.Any(header =>
        header.Key.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)
            && header.Value.Any(value => value.Contains("gzip", StringComparison.OrdinalIgnoreCase)));

    private static byte[] Gzip(ReadOnlyMemory<byte> body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return zipped.ToArray();
    }

    private static ReceivedRequest Received(IRequestMessage request) => new(
        $"{request.Method} {new Uri(request.Url).PathAndQuery} HTTP/{request.HttpVersion}",
        request.Headers!.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        request.ClientCertificate is not null);

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(next => connection => CountAsync(connection, next));
        });
    }

    private Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Interlocked.Increment(ref _connections);
        return next(connection);
    }

    /// <summary>Sends a body as the router does; WireMock alone sends every body in chunks.</summary>
    private async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        _firstRequest.TrySetResult();
        var connection = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        await next(context);
        context.Response.Body = connection;
        context.Response.Headers.Connection = "close";
        if (body.Length <= UnchunkedBytes)
        {
            context.Response.ContentLength = body.Length;
        }

        await connection.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    /// <summary>The certificate of all routers of this process, in the PKCS #12 file that WireMock reads while it starts.</summary>
    private sealed class CertificateFile : IDisposable
    {
        public const string Password = "tests";

        /// <summary>One iteration: the key protects nothing, and each router decrypts it again.</summary>
        private static readonly Lazy<byte[]> LazyBytes = new(() => StandInCertificate.P256.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1), Password));

        public CertificateFile() => File.WriteAllBytes(Path, LazyBytes.Value);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
