using System.Net;
using System.Security.Cryptography;
using ErhChecker.EndToEnd.Running;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Name servers that answer late, with nonsense, or far too much.</summary>
public sealed class NameServerTests
{
    private const string Name = "ctrl.hostile.example";

    [MountFact]
    public async Task The_controllers_address_among_a_thousand_is_recognised()
    {
        var addresses = Enumerable.Range(0, 1000).Select(number => IPAddress.Parse($"10.83.{number / 250}.{number % 250}")).Append(IPAddress.Parse("10.1.0.1")).ToList();
        await using var server = new NameServer("127.83.83.84", (question, overTcp) => NameServer.With(question, overTcp, addresses));

        var run = await CheckAsync(server, Reports.Of(controllerUp: true, links: 1));

        // The one link leads to 10.1.0.1.
        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
    }

    [MountFact]
    public async Task Ipv6_addresses_of_a_name_count()
    {
        await using var server = new NameServer("127.83.83.85", (question, overTcp) => NameServer.With(question, overTcp, [IPAddress.Parse("::ffff:10.1.0.1")]));

        var run = await CheckAsync(server, Reports.Of(controllerUp: true, links: 1));

        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
    }

    [MountFact]
    public async Task A_late_answer_is_not_waited_for()
    {
        await using var server = new NameServer("127.83.83.86", (question, overTcp) => NameServer.With(question, overTcp, [IPAddress.Parse("10.1.0.1")]), TimeSpan.FromSeconds(4));

        var run = await CheckAsync(server, Reports.Healthy);

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
        Assert.True(server.Questions > 0, "the resolver was never asked: the test shows nothing");
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3.5));
    }

    [MountFact]
    public async Task Nonsense_costs_the_filter_and_nothing_else()
    {
        await using var server = new NameServer("127.83.83.87", (question, _) =>
            RandomNumberGenerator.GetInt32(3) switch
            {
                0 => RandomNumberGenerator.GetBytes(500),
                1 => [.. question[..2], .. RandomNumberGenerator.GetBytes(600)], // the right question's number
                _ => question,
            });

        var run = await CheckAsync(server, Reports.Healthy);

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
        Assert.Contains(run.ErrorLines, line => line.StartsWith("WARNING", StringComparison.Ordinal) && line.Contains(Name, StringComparison.Ordinal));
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [MountFact]
    public async Task No_server_at_all_costs_the_filter_and_nothing_else()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: $"tls:{Name}:443");
        host.Folder.Write("resolv.conf", "nameserver 127.83.83.99\n");

        var run = await RouterHost.CheckAsync(host.Start() with { Through = Using(host.Folder) });

        Assert.Equal(0, run.ExitCode);
    }

    private static async Task<CheckerRun> CheckAsync(NameServer server, string report)
    {
        await using var host = await RouterHost.StartAsync(report, controller: $"tls:{Name}:443");
        host.Folder.Write("resolv.conf", $"nameserver {server.Address}\n");
        return await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = Using(host.Folder) });
    }

    private static string[] Using(CaseFolder folder) => MountFactAttribute.After($"mount --bind {folder["resolv.conf"]} /etc/resolv.conf");
}
