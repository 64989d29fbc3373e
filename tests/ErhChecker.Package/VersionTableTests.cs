using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

/// <summary>docs/versions.md claims nothing that the tests do not run or replay.</summary>
[Trait("Check", "documents")]
public class VersionTableTests
{
    private static readonly string[] HowKnown = ["run", "recorded", "read"];

    private static (string Program, string Version, string How)[] Rows { get; } =
    [
        .. Repository.Read("docs", "versions.md").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[2], cells[3])),
    ];

    [Fact]
    public void Every_row_says_how_it_is_known() => Assert.All(Rows, row => Assert.Contains(row.How, HowKnown));

    [Fact]
    public void The_recorded_routers_are_those_whose_responses_are_replayed() => Assert.Equal(
        Directory.EnumerateDirectories(Repository.Recorded("")).Select(folder => Path.GetFileName(folder)[1..]).Order(StringComparer.Ordinal),
        Rows.Where(row => row is { Program: "router", How: "recorded" }).Select(row => row.Version).Order(StringComparer.Ordinal));

    [Fact]
    public void The_distributions_that_are_run_are_those_of_the_package_tests() => Assert.Equal(
        DistributionRoots.Names,
        Rows.Where(row => row is { Program: "Debian" or "Ubuntu", How: "run" }).Select(row => $"{row.Program} {row.Version}"));

    [Fact, RequiresTool("keepalived")]
    public async Task The_keepalived_that_is_run_is_the_hosts()
    {
        var system = await File.ReadAllTextAsync("/etc/os-release");
        Assert.SkipUnless(system.Contains("VERSION_CODENAME=bookworm", StringComparison.Ordinal), "requires Debian 12, whose keepalived the table has");

        var version = Assert.Single(Rows, row => row is { Program: "keepalived", How: "run" }).Version;

        Assert.Contains($"Keepalived v{version} ", (await Command.RunAsync(["keepalived", "--version"])).Said, StringComparison.Ordinal);
    }
}
