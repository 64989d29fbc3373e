using System.Diagnostics;
using System.Globalization;
using ErhChecker.Testing.Files;

namespace ErhChecker.Benchmarks.Router;

/// <summary>The router's part in a process of its own, and the config that leads to it.</summary>
internal sealed class StandIn : IDisposable
{
    private readonly Process process;

    private StandIn(Process process, int port, string config)
    {
        this.process = process;
        Port = port;
        Config = config;
    }

    public int Port { get; }

    /// <summary>The config that names it.</summary>
    public string Config { get; }

    /// <summary>What curl is given.</summary>
    public string Url => $"https://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/health-checks";

    /// <summary>The CPU time that it has used so far, in milliseconds.</summary>
    public double CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    /// <summary>Starts it.</summary>
    public static StandIn Start(TestFolder folder, string name, string report, string certificate)
    {
        var reportFile = folder.Write($"{name}.json", report);
        var started = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", reportFile, certificate])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = int.Parse(started.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        return new StandIn(started, port, folder.Write($"{name}.yml", ConfigFor(port)));
    }

    /// <summary>A router's config as its registration writes it, with this port for health checks.</summary>
    public static string ConfigFor(int port) => $"""
        v: 3

        identity:
          cert: "/opt/netfoundry/certs/cert.pem"
          server_cert: "/opt/netfoundry/certs/server.pem"
          key: "/opt/netfoundry/certs/key.pem"
          ca: "/opt/netfoundry/certs/ca.pem"

        ctrl:
          endpoint: tls:203.0.113.10:443

        link:
          dialers:
            - binding: transport
          listeners:
            - binding: transport
              bind: tls:0.0.0.0:80
              advertise: tls:192.0.2.11:80
              options:
                outQueueSize: 32

        listeners:
          - binding: edge
            address: tls:0.0.0.0:443
            options:
              advertise: 192.0.2.11:443
              connectTimeoutMs: 5000
              getSessionTimeout: 60

        web:
          - name: health-check
            bindPoints:
              - interface: 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}
                address: 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}
            apis:
              - binding: health-checks

        """;

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
