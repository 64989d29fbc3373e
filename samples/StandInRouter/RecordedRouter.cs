using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StandInRouter;

/// <summary>
/// The health-check listener of an OpenZiti router: HTTPS with a self-signed certificate, HTTP/1.1 only, requests a client certificate
/// and accepts any or none. Returns the bytes of one file, whatever is requested.
/// </summary>
internal sealed class RecordedRouter : IAsyncDisposable
{
    /// <summary>Go's net/http sends a length up to this many bytes, chunks beyond.</summary>
    private const int UnchunkedBytes = 2048;

    private readonly WebApplication _server;
    private readonly X509Certificate2 _certificate = CreateCertificate();

    private RecordedRouter(IPEndPoint listen, string reportFile)
    {
        ReportFile = reportFile;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                listener.UseHttps(https =>
                {
                    https.ServerCertificate = _certificate;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        _server = builder.Build();
        _server.Run(RespondAsync);
    }

    /// <summary>The health report, read at every request; where it is missing, the connection is closed.</summary>
    public string ReportFile { get; set; }

    /// <summary>The port that it listens on.</summary>
    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Starts one; port 0 takes a free one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<RecordedRouter> StartAsync(IPEndPoint listen, string reportFile)
    {
        var router = new RecordedRouter(listen, reportFile);
        try
        {
            await router._server.StartAsync();
            return router;
        }
        catch
        {
            await router.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes every connection and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true)); // at once, whoever is still connected
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private async Task RespondAsync(HttpContext context)
    {
        byte[] report;
        try
        {
            report = await File.ReadAllBytesAsync(ReportFile, context.RequestAborted);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"closing the connection: {problem.Message}");
            context.Abort();
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.Connection = "close";
        if (report.Length <= UnchunkedBytes)
        {
            context.Response.ContentLength = report.Length;
        }

        await context.Response.Body.WriteAsync(report, context.RequestAborted);
    }

    /// <summary>The host's own lifetime would take SIGINT and SIGTERM from the program around it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
