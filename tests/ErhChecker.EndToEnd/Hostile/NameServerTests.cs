using System.Net;
using System.Security.Cryptography;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Name servers that answer late, with nonsense, or far too much.</summary>
public sealed class NameServerTests
{
    private const string Name = "ctrl.hostile.example";

    /// <summary>Half of what a name may take.</summary>
    private static readonly TimeSpan MostOfAWait = TimeSpan.FromSeconds(0.5);

    [Fact, Requires<MountNamespace>]
    public async Task The_controllers_address_among_a_thousand_is_recognised()
    {
        var addresses = Enumerable.Range(0, 1000).Select(number => IPAddress.Parse($"10.83.{number / 250}.{number % 250}")).Append(IPAddress.Parse("10.1.0.1")).ToList();
        await using var server = new NameServer((question, overTcp) => NameServer.With(question, overTcp, addresses));

        var run = await CheckAsync(server, Reports.Of(controllerUp: true, links: 1));

        // The one link leads to 10.1.0.1.
        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
    }

    [Fact, Requires<MountNamespace>]
    public async Task Ipv6_addresses_of_a_name_count()
    {
        await using var server = new NameServer((question, overTcp) => NameServer.With(question, overTcp, [IPAddress.Parse("::ffff:10.1.0.1")]));

        var run = await CheckAsync(server, Reports.Of(controllerUp: true, links: 1));

        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
    }

    [Fact, Requires<MountNamespace>]
    public async Task A_late_answer_is_not_waited_for()
    {
        await using var server = new NameServer((question, overTcp) => NameServer.With(question, overTcp, [IPAddress.Parse("10.1.0.1")]), TimeSpan.FromSeconds(4));

        var run = await CheckAsync(server, Reports.Healthy);

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
        Assert.True(server.Questions > 0, "the resolver was never asked: the test shows nothing");
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3.5));
    }

    [Fact, Requires<MountNamespace>]
    public async Task Nonsense_costs_the_filter_and_nothing_else()
    {
        await using var server = new NameServer((question, _) =>
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

    [Fact, Requires<MountNamespace>]
    public async Task No_server_at_all_costs_the_filter_and_nothing_else()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: $"tls:{Name}:443");
        host.Folder.Write("resolv.conf", $"nameserver {NameServer.FreeAddress()}\n");

        var run = await RouterHost.CheckAsync(host.Start() with { Through = MountNamespace.Replacing(host.Folder, "resolv.conf") });

        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>A resolver that does not respond to eight names keeps no other from being found.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task A_ninth_name_is_found_while_eight_hang()
    {
        await using var server = new NameServer((_, _) => null);
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 1));
        var names = string.Join(", ", Enumerable.Range(1, 9).Select(number => $"'tls:ctrl{number}.hostile.example:443'"));
        host.Folder.Write("config.yml", host.Folder.Read("config.yml").Replace("endpoint: tls:203.0.113.10:443", $"endpoints: [{names}]", StringComparison.Ordinal));
        host.Folder.Write("resolv.conf", $"nameserver {server.Address}\n");
        host.Folder.Write("hosts", "10.1.0.1 ctrl9.hostile.example\n");

        var run = await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = MountNamespace.Replacing(host.Folder, "resolv.conf", "hosts") });

        // The one link leads to 10.1.0.1.
        Assert.Equal((1, "noLinks"), (run.ExitCode, run.State));
        Assert.Equal(8, run.ErrorLines.Count(line => line.StartsWith("WARNING - the controller's name", StringComparison.Ordinal)));
    }

    /// <summary>A host that asks the name servers first, and has lost them: localhost is here all the same.</summary>
    [Theory, Requires<MountNamespace>]
    [InlineData("localhost")]
    [InlineData("router.hostile.example")]
    public async Task A_listener_is_found_without_name_servers(string name)
    {
        await using var server = new NameServer((_, _) => null);
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.Write("config.yml", host.Folder.Read("config.yml").Replace("127.0.0.1:", name + ":", StringComparison.Ordinal));
        host.Folder.Write("resolv.conf", $"nameserver {server.Address}\n");
        host.Folder.Write("nsswitch.conf", "hosts: dns files\n");

        var run = await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = MountNamespace.Replacing(host.Folder, "resolv.conf", "nsswitch.conf") });

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
        Assert.True(server.Questions > 0, "the resolver was never asked: the test shows nothing");
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
    }

    /// <summary>On a busy machine one of them may take its time.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task A_name_that_resolves_is_not_waited_for()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:localhost:443");
        var start = host.Start() with { Through = MountNamespace.WithLocalhostOnly(host.Folder) };
        var least = TimeSpan.MaxValue;
        for (var tries = 0; tries < 20 && least > MostOfAWait; tries++)
        {
            var run = await RouterHost.CheckAsync(start);
            Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
            least = run.Elapsed < least ? run.Elapsed : least;
        }

        Assert.InRange(least, TimeSpan.Zero, MostOfAWait);
    }

    private static async Task<CheckerRun> CheckAsync(NameServer server, string report)
    {
        await using var host = await RouterHost.StartAsync(report, controller: $"tls:{Name}:443");
        host.Folder.Write("resolv.conf", $"nameserver {server.Address}\n");
        return await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = MountNamespace.Replacing(host.Folder, "resolv.conf") });
    }
}
