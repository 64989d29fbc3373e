using System.Diagnostics;
using System.Net;
using ErhChecker.Testing.Files;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Routers;

/// <summary>A router played by <c>openssl s_server</c>: for what .NET's servers refuse to be, or do otherwise.</summary>
internal sealed class OpenSslServer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private OpenSslServer(Process process, IPEndPoint endPoint)
    {
        this.process = process;
        EndPoint = endPoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts one that sends a healthy report, with a certificate of its own.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="key">The kind of key and certificate, in the words of <c>openssl req</c>.</param>
    /// <param name="options">Options of <c>openssl s_server</c>.</param>
    public static async Task<OpenSslServer> StartAsync(TestFolder folder, string[] key, params string[] options)
    {
        folder.Write("health-checks", $"HTTP/1.1 200 OK\r\n\r\n{Reports.Healthy}");
        await Command.MustRunAsync(
            ["openssl", "req", "-x509", "-nodes", "-subj", "/CN=router", .. key, "-keyout", folder["key.pem"], "-out", folder["certificate.pem"]]);
        var started = Process.Start(new ProcessStartInfo(
            "openssl", ["s_server", "-accept", "127.0.0.1:0", "-HTTP", "-cert", folder["certificate.pem"], "-key", folder["key.pem"], .. options])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (await started.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (line.StartsWith("ACCEPT ", StringComparison.Ordinal))
            {
                return new(started, IPEndPoint.Parse(line["ACCEPT ".Length..]));
            }
        }

        throw new InvalidOperationException($"openssl s_server {string.Join(' ', options)} did not start");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
