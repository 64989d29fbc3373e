using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ErhChecker.Testing.Routers;

/// <summary>
/// A stand-in for an OpenZiti router's health-check listener: HTTPS with a self-signed certificate, TLS 1.2 and 1.3,
/// HTTP/1.1 only, asks for a client certificate and takes any or none. Whatever is asked for, one answer or fault is played.
/// </summary>
/// <remarks>
/// The facts about the router are its sources' (openziti/ziti <c>common/health/handler.go</c>, openziti/xweb) and those of the
/// recorded answers.
/// </remarks>
public sealed class RouterStandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly StandInOptions _options;
    private Func<RouterAnswer> _answer;
    private WebApplication? _server;
    private Socket? _unused;

    private RouterStandIn(Func<RouterAnswer> answer, StandInOptions options)
    {
        _answer = answer;
        _options = options;
    }

    /// <summary>The address and port that it listens on, or with <see cref="Fault.Refuse"/> the port that refuses.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>The port of <see cref="EndPoint"/>.</summary>
    public int Port => EndPoint.Port;

    /// <summary>What has come so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>Starts a stand-in that does the same with every request, until <see cref="Play"/> changes it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<RouterStandIn> StartAsync(RouterAnswer answer, StandInOptions? options = null) =>
        StartAsync(() => answer, options);

    /// <summary>Starts a stand-in that asks, at every connection and again at its request, what to do.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<RouterStandIn> StartAsync(Func<RouterAnswer> answer, StandInOptions? options = null)
    {
        var standIn = new RouterStandIn(answer, options ?? new StandInOptions());
        try
        {
            await standIn.StartAsync();
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes what the next connections get.</summary>
    public void Play(RouterAnswer answer) => Volatile.Write(ref _answer, () => answer);

    /// <summary>Ends every connection and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _unused?.Dispose();
        if (_server is not null)
        {
            await _server.StopAsync(new CancellationToken(canceled: true)); // at once, whoever is still connected
            await _server.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task StartAsync()
    {
        if (_answer().Fault == Fault.Refuse)
        {
            // Bound and never listening: nobody else can be given the port meanwhile.
            _unused = new Socket(_options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _unused.Bind(_options.Listen);
            EndPoint = (IPEndPoint)_unused.LocalEndPoint!;
            return;
        }

        var script = new ConnectionScript(() => Volatile.Read(ref _answer)(), Traffic, _stopping.Token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(_options.Listen, listener => Serve(listener, script));
        });
        _server = builder.Build();
        await _server.StartAsync();
        EndPoint = new(_options.Listen.Address, new Uri(_server.Urls.Single()).Port);
    }

    private void Serve(ListenOptions listener, ConnectionScript script)
    {
        var tls = new SslServerAuthenticationOptions
        {
            // Offline: the stand-in itself must not go and look for the issuer that a certificate names.
            ServerCertificateContext = SslStreamCertificateContext.Create(
                _options.Certificate ?? StandInCertificate.P256, additionalCertificates: null, offline: true),
            EnabledSslProtocols = _options.Protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            ClientCertificateRequired = true, // asks for one,
#pragma warning disable CA5359 // and takes any or none, as the router does: nothing is decided by it
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        };
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => connection => script.BeforeTlsAsync(connection, next));
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        listener.Run(script.AfterTlsAsync); // instead of Kestrel's HTTP
    }

    /// <summary>The host's own lifetime would take SIGINT and SIGTERM from the program around it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
