using System.Net.Sockets;
using System.Text;

namespace ErhChecker.Package.Probes;

/// <summary>The package's units on a booted host.</summary>
[Collection(ProbedHostTests.Name)]
public sealed class SocketUnitTests(ProbedHosts shared) : IAsyncLifetime
{
    private const int Port = 8082;
    private const string Settings = "/etc/default/erhchecker";
    private const string Request = "GET /health HTTP/1.1\r\nHost: probed\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private BootedHost Host => shared.Host;

    public async ValueTask InitializeAsync()
    {
        await shared.StartAsync();
        Host.Report(Reports.Healthy);
        await Host.MustRunAsync("systemctl", "enable", "--now", "erhchecker.socket");
    }

    public async ValueTask DisposeAsync()
    {
        if (shared.Both is not [])
        {
            await Host.MustRunAsync("rm", "-f", Settings);
            await Host.MustRunAsync("systemctl", "disable", "--now", "erhchecker.socket");
        }
    }

    [Fact, Requires<BootedHost>]
    public async Task Systemd_has_nothing_against_the_units()
    {
        var found = await Host.RunAsync("systemd-analyze", "verify", "--man=no", "erhchecker.socket", "erhchecker@.service");
        Assert.True(found is { ExitCode: 0, Output: "", Error: "" }, found.ToString());

        var exposure = await Host.RunAsync("systemd-analyze", "security", "--offline=yes", "--threshold=30", "erhchecker@.service");
        Assert.True(exposure.ExitCode == 0, exposure.ToString());
    }

    [Fact, Requires<BootedHost>]
    public async Task The_probe_follows_the_router()
    {
        Host.Circuits(7);
        Assert.Equal((200, """{"state":"healthy","exitCode":0}"""), await Host.ProbeAsync());

        await Host.KillRouterAsync();
        Assert.Equal((503, """{"state":"unreachable","exitCode":1}"""), await Host.ProbeAsync());
        await Host.StartRouterAsync();

        Host.Report(Reports.Draining);
        Assert.Equal((200, """{"state":"draining","exitCode":0}"""), await Host.ProbeAsync());

        Host.Circuits(2);
        Assert.Equal((503, """{"state":"drained","exitCode":1}"""), await Host.ProbeAsync());

        Host.Report(Reports.Healthy);
        Assert.Equal((200, """{"state":"healthy","exitCode":0}"""), await Host.ProbeAsync());
    }

    [Fact, Requires<BootedHost>]
    public async Task A_503_is_no_failed_unit_and_the_journal_has_its_reason()
    {
        Host.Report(Reports.NoLinks);

        Assert.Equal((503, """{"state":"noLinks","exitCode":1}"""), await Host.ProbeAsync());

        await UntilNoInstanceAsync();
        Assert.Empty((await Host.MustRunAsync("systemctl", "list-units", "--state=failed", "--plain", "--no-legend", "erhchecker*")).Lines);
        var journal = await Host.MustRunAsync("journalctl", "--no-pager", "--output=cat", "SYSLOG_IDENTIFIER=erhchecker");
        Assert.Contains(journal.Lines, line => line.StartsWith("WARNING - noLinks: ", StringComparison.Ordinal));
    }

    [Fact, Requires<BootedHost>]
    public async Task Settings_come_from_etc_default_and_the_log_lies_in_its_folder()
    {
        const string log = "/var/log/erhchecker/probe.log";
        Host.Report(Reports.NoLinks);
        Host.Write(Settings, $"LOG_FILE={log}\n");

        Assert.Equal(503, (await Host.ProbeAsync()).Status);

        await UntilNoInstanceAsync();
        Assert.Contains(" - WARNING - noLinks: ", (await Host.MustRunAsync("cat", log)).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Twenty probes at a time, from addresses enough, beside peers that send nothing or a byte a second: every probe gets its
    /// answer, no peer outlives the deadline, and no number of connections closes the port.
    /// </summary>
    [Fact, Requires<BootedHost>]
    public async Task Many_probes_are_answered_beside_peers_that_are_slow()
    {
        const int probes = 300;
        const int atOnce = 20;
        Host.Write(Settings, "CHECK_TIMEOUT=8\n"); // the peers must be there while the probes come
        var peers = Enumerable.Range(0, 10).Select(number => Task.Run(() => BeSlowAsync(sends: number % 2 == 0))).ToArray();
        await Until.TrueAsync(async () => (await Host.InstancesAsync()).Length == peers.Length, () => "every slow peer has an instance");

        var answers = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, probes), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, _) =>
        {
            var answer = await ProbeAsync(source: $"127.0.1.{(number % 4) + 1}");
            lock (answers)
            {
                answers.Add(answer);
            }
        });

        Assert.Equal(probes, answers.Count);
        Assert.All(answers, answer => Assert.Matches("^HTTP/1.1 200 OK\r\n(.*\r\n)*\r\n{\"state\":\"healthy\",\"exitCode\":0}$", answer));
        Assert.All(await Task.WhenAll(peers), answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        await UntilNoInstanceAsync();
        Assert.Equal("active", (await Host.RunAsync("systemctl", "is-active", "erhchecker.socket")).Output.Trim());
    }

    /// <summary>One source that takes all the connections that it is given keeps no other out.</summary>
    [Fact, Requires<BootedHost>]
    public async Task A_source_has_a_share_of_the_connections()
    {
        const int perSource = 16;
        Host.Write(Settings, "CHECK_TIMEOUT=60\n");
        var held = new List<Socket>();
        try
        {
            for (var number = 0; number < perSource + 4; number++)
            {
                held.Add(await Host.Network.ConnectAsync(Port, "127.0.2.1"));
            }

            await Until.TrueAsync(async () => (await Host.InstancesAsync()).Length == perSource, () => "the source has its share");
            Assert.All(await Task.WhenAll(held.Skip(perSource).Select(ReadAsync)), answer => Assert.Equal("", answer));
            Assert.StartsWith("HTTP/1.1 200 ", await ProbeAsync("127.0.2.2"), StringComparison.Ordinal);
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }

        await UntilNoInstanceAsync();
    }

    /// <summary>As the router's own user, which may have no rights but to its config: set by a drop-in.</summary>
    [Fact, Requires<BootedHost>]
    public async Task It_runs_as_the_user_of_a_drop_in()
    {
        const string dropIn = "/etc/systemd/system/erhchecker@.service.d/user.conf";
        Host.Write(dropIn, "[Service]\nUser=daemon\n");
        await Host.MustRunAsync("chown", "-R", "daemon:", "/opt/netfoundry/ziti/ziti-router");
        await Host.MustRunAsync("chmod", "-R", "go=", "/opt/netfoundry/ziti/ziti-router");
        try
        {
            await Host.MustRunAsync("systemctl", "daemon-reload");
            Assert.Equal((200, """{"state":"healthy","exitCode":0}"""), await Host.ProbeAsync());
        }
        finally
        {
            await Host.MustRunAsync("rm", "-r", "/etc/systemd/system/erhchecker@.service.d");
            await Host.MustRunAsync("systemctl", "daemon-reload");
        }

        // The same config, which is now another user's alone: the capability of the unit reads it.
        Assert.Equal((200, """{"state":"healthy","exitCode":0}"""), await Host.ProbeAsync());
    }

    [Fact, Requires<BootedHost>]
    public async Task Removing_the_package_closes_the_port_and_installing_it_opens_none()
    {
        Assert.Equal(200, (await Host.ProbeAsync()).Status);
        try
        {
            await Host.MustRunAsync("dpkg", "--remove", "erhchecker");
            Assert.Equal(0, (await Host.ProbeAsync()).Status);

            await Host.MustRunAsync("dpkg", "--purge", "erhchecker");
        }
        finally
        {
            await Host.InstallAsync();
        }

        Assert.Equal("disabled", (await Host.RunAsync("systemctl", "is-enabled", "erhchecker.socket")).Output.Trim());
        Assert.Equal("inactive", (await Host.RunAsync("systemctl", "is-active", "erhchecker.socket")).Output.Trim());
        Assert.Equal(0, (await Host.ProbeAsync()).Status);
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is var count and > 0)
            {
                await received.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (SocketException)
        {
            // Reset: what has come so far is all there is.
        }

        return Encoding.ASCII.GetString(received.ToArray());
    }

    private async Task<string> ProbeAsync(string source)
    {
        using var socket = await Host.Network.ConnectAsync(Port, source);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request));
        return await ReadAsync(socket);
    }

    private async Task<string> BeSlowAsync(bool sends)
    {
        using var socket = await Host.Network.ConnectAsync(Port, "127.0.0.9");
        if (!sends)
        {
            return await ReadAsync(socket);
        }

        foreach (var letter in Request)
        {
            await socket.SendAsync(new[] { (byte)letter });
            if (socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead))
            {
                break;
            }
        }

        return await ReadAsync(socket);
    }

    private Task<TimeSpan> UntilNoInstanceAsync() => Until.TrueAsync(async () => (await Host.InstancesAsync()).Length == 0, () => "no instance is left");
}
