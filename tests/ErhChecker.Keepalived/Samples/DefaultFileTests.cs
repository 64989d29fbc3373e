using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

[Trait("Check", "documents")]
public class DefaultFileTests
{
    // The check's variables and what each is without a word.
    private static readonly Dictionary<string, string> Check = new(StringComparer.Ordinal)
    {
        ["ROUTER_CONFIG_FILE_PATH"] = "/opt/netfoundry/ziti/ziti-router/config.yml",
        ["ZITI_BINARY_FILE_PATH"] = "/opt/netfoundry/ziti/ziti",
        ["SWITCH_TIMEOUT"] = "600",
        ["NO_T_FLAG_ROUTERS_FILE_PATH"] = "",
        ["LOG_LEVEL"] = "INFO",
        ["LOG_FILE"] = "",
        ["STATUS_FILE"] = "",
        ["METRICS_FILE"] = "",
        ["HISTORY_FILE"] = "",
        ["MAINTENANCE_FILE"] = "/run/keepalived.maintenance",
        ["CHECK_TIMEOUT"] = "10",
    };

    public static TheoryData<string> Samples { get; } = [DefaultFile.Sample, HostKind.NetFoundryCloud.DefaultFile, HostKind.OpenZitiPackage.DefaultFile];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_offers_every_variable_with_its_default_or_sets_it(string sample)
    {
        var lines = Repository.ReadSample(sample).Split('\n');
        var offered = Assignments(lines.Where(line => line.Length > 1 && line[0] == '#' && line[1] != ' ').Select(line => line[1..]));
        var set = Assignments(lines.Where(line => line.Length > 0 && line[0] != '#'));

        Assert.All(offered, offer => Assert.Equal(Check[offer.Key], offer.Value));
        Assert.Equal(Check.Keys.Order(StringComparer.Ordinal), offered.Keys.Concat(set.Keys.Except(["DAEMON_ARGS", "TMPDIR"])).Order(StringComparer.Ordinal));
        Assert.All(set.Where(one => Check.ContainsKey(one.Key)), one => Assert.NotEqual(Check[one.Key], one.Value));
    }

    /// <summary>systemd reads it at the start of keepalived, a shell where docs/operating.md runs the check by hand.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_shell_and_systemd_read_the_same(string sample)
    {
        var plain = Repository.ReadSample(sample).Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();

        Assert.All(plain, line => Assert.Matches("^[A-Z_]+=([A-Za-z0-9/._-]*|\"\")$", line)); // no quoting that they read differently
        Assert.Equal((0, ""), await ShellAsync());

        async Task<(int, string)> ShellAsync()
        {
            var read = await Command.RunAsync(["/bin/sh", "-euc", $"set -a; . {Repository.Sample(sample)}"]);
            return (read.ExitCode, read.Said);
        }
    }

    [Fact]
    public void It_sets_the_status_file_in_the_folder_that_tmpfiles_makes()
    {
        var status = Repository.ReadSample(DefaultFile.Sample).Split('\n').Single(line => line.StartsWith("STATUS_FILE=", StringComparison.Ordinal));

        Assert.Equal($"STATUS_FILE={LabHost.StatusFolder}/status.json", status);
        Assert.Contains($"\nd {LabHost.StatusFolder} 0755 ziggy ziggy -\n", Repository.ReadSample("tmpfiles.d/erhchecker.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_of_the_check_names_the_same_variables()
    {
        var help = await Command.RunAsync([Repository.Checker, "--help"]);

        var named = help.Output.Split([' ', '\n', ',', '[', ']', '(', ')', '.', ':', ';', '=', '<', '>']).Distinct(StringComparer.Ordinal)
            .Where(word => word.Contains('_', StringComparison.Ordinal) && word.All(letter => letter is '_' or (>= 'A' and <= 'Z')));
        Assert.Equal(Check.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.All(Check.Values, value => Assert.Contains(value, help.Output, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Assignments(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}
