using System.Net.Sockets;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>The router's own user, who owns the agent's socket and needs no sudo.</summary>
public sealed class AgentOwnerTests
{
    private const int Nobody = 65534;

    [Theory, Requires<Root>]
    [InlineData(true, "directly")]
    [InlineData(false, "through sudo")]
    public async Task The_owner_of_an_agent_socket_queries_the_agent_directly(bool isOwner, string way)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = host.Folder["gops-agent.1234.sock"];
        socket.Bind(new UnixDomainSocketEndPoint(path));
        host.Folder.Write("how", "", "0666");
        host.Folder.WriteScript("ziti", $"echo directly >>{host.Folder["how"]}\necho 'circuits (5):'\n");
        host.Folder.WriteScript("bin/sudo", $"echo through sudo >{host.Folder["how"]}\necho 'circuits (5):'\n");
        if (isOwner)
        {
            using var chown = System.Diagnostics.Process.Start("chown", [$"{Nobody}", path]);
            await chown.WaitForExitAsync();
        }

        var start = host.Start().PreferringOwnCommands() with { User = Nobody };
        var run = await RouterHost.CheckAsync(start with
        {
            Variables = new Dictionary<string, string?>(start.Variables, StringComparer.Ordinal) { ["TMPDIR"] = host.Folder.Path },
        });

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(way, host.Folder.Read("how").Trim());
    }
}
