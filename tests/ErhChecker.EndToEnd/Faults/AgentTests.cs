using System.Globalization;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>The ziti agent, asked while draining: through which command, and what is left of it.</summary>
public sealed class AgentTests
{
    private const int Nobody = 65534;

    /// <summary>The agent's 2 s, and room for a slow machine; far below the check's own 10 s.</summary>
    private static readonly TimeSpan AgentLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_hung_agent_is_ended_with_everything_it_has_started()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        using var agent = new HungAgent(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands());

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        await agent.EndedAsync();
    }

    [Fact]
    public async Task A_child_that_keeps_the_agents_output_open_is_not_waited_for()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.Write("child", "", "0666");
        WriteAgent(host.Folder, $"sleep 1000 &\necho $! > {host.Folder["child"]}\necho 'circuits (9):'\n");
        try
        {
            var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands());

            Assert.Equal(0, run.ExitCode);
            Assert.InRange(run.Elapsed, TimeSpan.Zero, AgentLimit);
        }
        finally
        {
            if (int.TryParse(host.Folder.Read("child"), CultureInfo.InvariantCulture, out var child))
            {
                _ = Posix.kill(child, Posix.SIGKILL);
            }
        }
    }

    [Fact]
    public async Task Other_users_query_the_agent_through_sudo_without_a_password()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.Write("sudo-arguments", "", "0666");
        host.Folder.WriteScript("ziti", "exit 1\n");
        host.Folder.WriteScript("bin/sudo", $"printf '%s\\n' \"$@\" > {host.Folder["sudo-arguments"]}\necho 'circuits (1):'\n");

        var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands() with { User = Environment.IsPrivilegedProcess ? Nobody : null });

        Assert.Equal(
            ["-n", host.Folder["ziti"], "agent", "router", "dump-routes", "--app-type", "router"],
            host.Folder.Read("sudo-arguments").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, run.ExitCode);
    }

    [Fact, Requires<Root>]
    public async Task Root_queries_the_agent_directly()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", $"printf '%s\\n' \"$@\" > {host.Folder["ziti-arguments"]}\necho 'circuits (2):'\n");
        host.Folder.WriteScript("bin/sudo", $"touch {host.Folder["sudo-called"]}\n");

        var run = await RouterHost.CheckAsync(host.Start().PreferringOwnCommands());

        Assert.Equal(
            ["agent", "router", "dump-routes", "--app-type", "router"],
            host.Folder.Read("ziti-arguments").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(File.Exists(host.Folder["sudo-called"]));
        Assert.Equal(1, run.ExitCode);
    }

    /// <summary>The agent, for root and through a sudo that lets everyone.</summary>
    private static void WriteAgent(TestFolder folder, string body)
    {
        folder.WriteScript("ziti", body);
        folder.WriteWillingSudo();
    }
}
