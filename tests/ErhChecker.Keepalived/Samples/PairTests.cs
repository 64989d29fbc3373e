using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

public class PairTests
{
    private const string LoadBalancer = "netfoundry-cloud/load-balancer";

    private static readonly Pair[] All =
    [
        Pair.Guide, Pair.Fast, Pair.KeepVirtualIp, Pair.SeveralVirtualIps, Pair.Ipv6, Pair.SyncGroup, Pair.TwoPairs, Pair.NetFoundryCloud, Pair.OpenZitiPackage,
    ];

    public static TheoryData<string> Pairs { get; } = [.. All.Select(pair => pair.Folder)];

    /// <summary>Every keepalived.conf among the samples, whether a scenario runs it or not.</summary>
    public static TheoryData<string> Configurations { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Samples, "keepalived.conf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Samples, Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal),
    ];

    // What they are is explained by what is in them.
    /// <summary>Blocks whose comment explains all of their items.</summary>
    private static string[] Lists => ["group", "virtual_ipaddress", "virtual_ipaddress_excluded"];

    private static string[] Blocks => ["global_defs", "vrrp_script", "vrrp_instance", "vrrp_sync_group", "track_file"];

    [Theory, Requires<Namespaces>]
    [MemberData(nameof(Configurations))]
    public async Task Keepalived_takes_the_sample_without_a_word(string folder)
    {
        await using var host = await LabHost.StartAloneAsync(PairOf(folder));
        host.Machine.Write(LabHost.ConfigurationPath, Repository.ReadSample($"{folder}/keepalived.conf"));
        host.Machine.Write("/opt/netfoundry/vrrp_notify.sh", "#!/bin/sh\n", "0755"); // of the cloud images

        var tested = await host.Machine.TryAsync("keepalived", "-t", "-f", LabHost.ConfigurationPath);

        // It is printed once for each process that reads the configuration.
        string[] expected = folder == LoadBalancer ? ["(ziti) No VIP specified; at least one is sensible"] : [];
        Assert.Equal(expected, tested.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal));
        Assert.Equal(folder == LoadBalancer ? 5 : 0, tested.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_two_hosts_differ_in_name_state_and_priority_only(string pair)
    {
        var (a, b) = All.Single(known => known.Folder == pair).Roles;
        var master = Directives(Repository.ReadSample($"{pair}/{a}/keepalived.conf"));
        var backup = Directives(Repository.ReadSample($"{pair}/{b}/keepalived.conf"));

        var different = master.Zip(backup).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Split(' ')[0]);
        var instances = master.Count(directive => directive.StartsWith("vrrp_instance ", StringComparison.Ordinal));
        Assert.Equal("router_id" + string.Concat(Enumerable.Repeat(" state priority", instances)), string.Join(' ', different));
        Assert.Equal(master.Count, backup.Count);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Every_directive_is_explained_above_it(string folder)
    {
        var above = "";
        var isInList = false;
        foreach (var line in Repository.ReadSample($"{folder}/keepalived.conf").Split('\n').Select(line => line.Trim()))
        {
            var isDirective = line.Length > 0 && line[0] is not ('#' or '}') && !Blocks.Contains(line.Split(' ')[0]);
            Assert.False(isDirective && !above.StartsWith('#') && !above.EndsWith('{') && !isInList, $"nothing explains '{line}'");
            isInList = line.EndsWith('{') ? Lists.Contains(line.Split(' ')[0]) : isInList && line != "}";
            above = line;
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_times_are_those_that_the_scenarios_count_on(string folder)
    {
        var pair = PairOf(folder) is { } known && (known == Pair.Fast || known == Pair.NetFoundryCloud) ? known : Pair.Guide;
        var directives = Directives(Repository.ReadSample($"{folder}/keepalived.conf"));

        Assert.Contains($"interval {pair.Interval}", directives, StringComparer.Ordinal);
        Assert.Contains($"fall {pair.Fall}", directives, StringComparer.Ordinal);
        Assert.Contains($"rise {pair.Rise}", directives, StringComparer.Ordinal);
    }

    /// <summary>LogModeTests shows what it does.</summary>
    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_folders_group_may_read_the_logs(string folder) =>
        Assert.Contains("umask 0027", Directives(Repository.ReadSample($"{folder}/keepalived.conf")));

    /// <summary>What docs/maintenance.md tells of all of them.</summary>
    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_maintenance_file_is_tracked_and_takes_more_than_the_priorities_differ_by(string folder)
    {
        var directives = Directives(Repository.ReadSample($"{folder}/keepalived.conf"));

        var block = directives.SkipWhile(directive => directive != "track_file maintenance {").Take(3).ToList();
        Assert.Equal(["track_file maintenance {", $"file \"{LabHost.MaintenanceFile}\""], block.Take(2));
        Assert.Equal(folder.Contains("sync-group", StringComparison.Ordinal) || folder == LoadBalancer ? "weight 0" : "weight -60", block[2]);
        Assert.Equal(
            directives.Count(directive => directive is "track_script {"),
            directives.Zip(directives.Skip(1)).Count(two => two is { First: "track_file {", Second: "maintenance" }));
        if (PairOf(folder) is { } pair && folder != LoadBalancer)
        {
            var differences = Priorities(pair.Roles.A).Zip(Priorities(pair.Roles.B)).Select(two => Math.Abs(two.First - two.Second));
            Assert.All(differences, difference => Assert.InRange(difference, 1, 59));

            IEnumerable<int> Priorities(string role) => Directives(Repository.ReadSample($"{pair.Folder}/{role}/keepalived.conf"))
                .Where(directive => directive.StartsWith("priority ", StringComparison.Ordinal))
                .Select(directive => int.Parse(directive["priority ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>1.1.0, which zt-erhchecker-update puts there, refuses any other option, on both hosts.</summary>
    [Theory]
    [InlineData("netfoundry-cloud/master")]
    [InlineData("netfoundry-cloud/backup")]
    [InlineData(LoadBalancer)]
    public void In_the_cloud_images_the_check_has_no_option_that_1_1_0_does_not_know(string folder) =>
        Assert.Contains("script \"/opt/netfoundry/erhchecker.pyz\"", Directives(Repository.ReadSample($"{folder}/keepalived.conf")));

    // The load balancer's hosts are alone, and otherwise as the images' pair.
    private static Pair PairOf(string folder) => folder == LoadBalancer
        ? Pair.NetFoundryCloud
        : All.Single(pair => folder == $"{pair.Folder}/{pair.Roles.A}" || folder == $"{pair.Folder}/{pair.Roles.B}");

    private static List<string> Directives(string configuration) =>
        [.. configuration.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
}
