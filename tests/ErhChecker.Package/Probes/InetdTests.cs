using System.Globalization;

namespace ErhChecker.Package.Probes;

/// <summary>Other programs that start one process for each connection; some connect standard error to the client too.</summary>
[Collection(ProbedHostTests.Name)]
public sealed class InetdTests(ProbedHosts shared)
{
    private const int Port = 8100;

    private static readonly string PortText = Port.ToString(CultureInfo.InvariantCulture);

    private static readonly string Xinetd = $$"""
        service probe
        {
            type = UNLISTED
            port = {{PortText}}
            socket_type = stream
            protocol = tcp
            wait = no
            user = root
            server = /usr/bin/erhchecker
            server_args = probe
        }

        """;

    private BootedHost Host => shared.Host;

    [Fact, Requires<BootedHost>]
    public Task Systemd_socket_activate() =>
        AssertAsync("systemd-socket-activate", "--inetd", "--accept", "--listen", PortText, "/usr/bin/erhchecker", "probe");

    [Fact, Requires<BootedHost>]
    public Task Netcat_of_busybox() => AssertAsync("busybox", "nc", "-ll", "-p", PortText, "-e", "/usr/bin/erhchecker", "probe");

    [Fact, Requires<BootedHost>]
    public async Task Xinetd_the_daemon()
    {
        await shared.StartAsync();
        Host.Write("/etc/xinetd-probe.conf", Xinetd);
        await AssertAsync("xinetd", "-dontfork", "-f", "/etc/xinetd-probe.conf");
    }

    private async Task AssertAsync(params string[] command)
    {
        await shared.StartAsync();
        Host.Report(Reports.Healthy);
        using var server = Host.StartCommand(command);
        try
        {
            await Until.TrueAsync(async () => (await Host.ProbeAsync(Port)).Status != 0, () => $"{command[0]} listens");
            Assert.Equal((200, """{"state":"healthy","exitCode":0}"""), await Host.ProbeAsync(Port));

            Host.Report(Reports.NoLinks); // writes a line to standard error
            Assert.Equal((503, """{"state":"noLinks","exitCode":1}"""), await Host.ProbeAsync(Port));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }
}
