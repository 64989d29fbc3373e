using System.Diagnostics;
using System.Net;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A host without IPv4: a network namespace whose one link has IPv6 addresses only.</summary>
public sealed class Ipv6OnlyTests
{
    private const string Outside = "fd83:83::1";
    private const string Inside = "fd83:83::2";

    [Fact, Requires<MountNamespace>]
    public async Task A_router_is_checked_and_its_controllers_link_recognised()
    {
        var name = $"erh6-{Environment.ProcessId}";
        var (outer, inner) = ($"e6o{Environment.ProcessId % 100_000}", $"e6i{Environment.ProcessId % 100_000}");
        try
        {
            Run("ip", "netns", "add", name);
            Run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name);
            Run("ip", "-6", "addr", "add", $"{Outside}/64", "dev", outer, "nodad");
            Run("ip", "link", "set", outer, "up");
            Run("ip", "-n", name, "-6", "addr", "add", $"{Inside}/64", "dev", inner, "nodad");
            Run("ip", "-n", name, "link", "set", inner, "up");

            var report = Reports.Of(controllerUp: true, links: 1).Replace("tcp:10.1.0.1:443", "tcp:[2001:db8::10]:443", StringComparison.Ordinal);
            await using var host = await RouterHost.StartAsync(
                RouterReply.Of(report), IPAddress.Parse(Outside), controller: "'tls:[2001:DB8:0::10]:443'");

            var run = await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = ["ip", "netns", "exec", name] });

            Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
            Assert.Single(host.Router.Requests);
        }
        finally
        {
            Run("ip", "netns", "del", name);
        }
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}");
    }
}
