using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

public class PairTests
{
    public static TheoryData<string> Pairs { get; } = [.. Folders];

    public static TheoryData<string> Configurations { get; } = [.. Folders.SelectMany(pair => new[] { $"{pair}/master", $"{pair}/backup" })];

    // What they are is explained by what is in them.
    private static string[] Blocks => ["global_defs", "vrrp_script", "vrrp_instance"];

    private static IEnumerable<string> Folders => ["keepalived", "keepalived/fast", "keepalived/keep-vip"];

    [MachineTheory]
    [MemberData(nameof(Configurations))]
    public async Task Keepalived_takes_the_sample_without_a_word(string folder)
    {
        await using var host = await RouterHost.StartAloneAsync();
        host.Machine.Write(RouterHost.ConfigurationPath, Repository.ReadSample($"{folder}/keepalived.conf"));

        var tested = await host.Machine.TryAsync("keepalived", "-t", "-f", RouterHost.ConfigurationPath);

        Assert.Equal((0, ""), (tested.ExitCode, tested.Said));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_two_hosts_differ_in_name_state_and_priority_only(string pair)
    {
        var master = Directives(Repository.ReadSample($"{pair}/master/keepalived.conf"));
        var backup = Directives(Repository.ReadSample($"{pair}/backup/keepalived.conf"));

        var different = master.Zip(backup).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Split(' ')[0]);
        Assert.Equal("router_id state priority", string.Join(' ', different));
        Assert.Equal(master.Count, backup.Count);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Every_directive_is_explained_above_it(string folder)
    {
        var above = "";
        foreach (var line in Repository.ReadSample($"{folder}/keepalived.conf").Split('\n').Select(line => line.Trim()))
        {
            var isDirective = line.Length > 0 && line[0] is not ('#' or '}') && !Blocks.Contains(line.Split(' ')[0]);
            Assert.False(isDirective && !above.StartsWith('#') && !above.EndsWith('{'), $"nothing explains '{line}'");
            above = line;
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_times_are_those_that_the_scenarios_count_on(string folder)
    {
        var pair = folder.Contains("fast", StringComparison.Ordinal) ? Pair.Fast : Pair.Guide;
        var directives = Directives(Repository.ReadSample($"{folder}/keepalived.conf"));

        Assert.Contains($"interval {pair.Interval}", directives, StringComparer.Ordinal);
        Assert.Contains($"fall {pair.Fall}", directives, StringComparer.Ordinal);
        Assert.Contains($"rise {pair.Rise}", directives, StringComparer.Ordinal);
    }

    private static List<string> Directives(string configuration) =>
        [.. configuration.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
}
