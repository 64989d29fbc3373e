using System.Text;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>The dearest inputs that were found, each within 64 MiB and far within the deadline.</summary>
public sealed class CostTests
{
    private const int MostKiB = 64 * 1024;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    public static TheoryData<string, string> Configs => new()
    {
        { "empty lists", "[" + Repeat("[],", 250_000) + "]" },
        { "empty maps", "[" + Repeat("{},", 250_000) + "]" },
        { "keys", "{" + string.Concat(Enumerable.Range(0, 90_000).Select(number => $"k{number}: 1,")) + "}" },
        { "anchors", string.Concat(Enumerable.Range(0, 80_000).Select(number => $"- &a{number} 1\n")) },
        { "a list of aliases of a list", "a: &a [" + Repeat("1,", 40_000) + "1]\nweb:\n" + Repeat("- apis: *a\n", 60_000) },
        { "a billion laughs", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 11).Select(letter => $"{(char)letter}: &{(char)letter} [{string.Join(',', Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n")) },
        { "references", "web:\n- bindPoints: [{interface: '" + Repeat("$BIG", 250_000) + "'}]\n  apis: [{binding: health-checks}]\n" },
        { "merges", "a: &a {x: 1}\n" + string.Concat(Enumerable.Range(0, 40_000).Select(number => $"b{number}: {{<<: *a}}\n")) },
        { "nesting", new string('[', 1_000_000) },
        { "50 MB", new string('a', 50_000_000) },
    };

    public static TheoryData<string, string> Reports => new()
    {
        { "empty links", Report(Repeat("{},", 5_000_000)) },
        { "addresses", Report("{\"addresses\":{" + Repeat("\"\":{\"remoteAddr\":\"\"},", 700_000).TrimEnd(',') + "}}") },
        { "one id", Report("{\"linkId\":\"" + new string('a', 16_000_000) + "\"}") },
        { "one escaped id", Report("{\"linkId\":\"" + Repeat("\\u0001", 2_700_000) + "\"}") },
        { "one name", Report("{\"" + new string('a', 16_000_000) + "\":1}") },
        { "checks", "{\"data\":{\"checks\":[" + Repeat("{},", 5_000_000).TrimEnd(',') + "]}}" },
        { "nesting", new string('[', 16_000_000) },
        { "space", new string(' ', 16_000_000) },
    };

    [Theory]
    [MemberData(nameof(Configs), DisableDiscoveryEnumeration = true)]
    public async Task A_config_of(string what, string config)
    {
        await using var host = await RouterHost.StartAsync("");
        host.Folder.Write("config.yml", config);

        var (run, peak) = await MeasuredAsync(host);

        Assert.True(run.ExitCode == 0 && run.Elapsed < Most && peak < MostKiB, $"{what}: {peak} KiB, {run}");
    }

    [Theory]
    [MemberData(nameof(Reports), DisableDiscoveryEnumeration = true)]
    public async Task A_report_of(string what, string report)
    {
        await using var host = await RouterHost.StartAsync(report);

        var (run, peak) = await MeasuredAsync(host);

        Assert.True(run.ExitCode is 0 or 1 && run.Elapsed < Most && peak < MostKiB, $"{what}: {peak} KiB, {Short(run)}");
    }

    [Fact]
    public async Task An_endpoints_file_of_50_000_controllers_is_read()
    {
        await using var host = await RouterHost.StartAsync(Testing.Routers.Reports.Of(controllerUp: true, links: 1));
        host.Folder.Write("endpoints.yml", "endpoints:\n" + string.Concat(Enumerable.Range(0, 45_000).Select(number => $"- tls:10.9.{number / 250}.{number % 250}:1\n")) + "- tls:10.1.0.1:443\n");

        var (run, peak) = await MeasuredAsync(host);

        Assert.True(run.ExitCode == 1 && run.Elapsed < Most && peak < MostKiB, $"{peak} KiB, {Short(run)}");
    }

    [Fact]
    public async Task Names_by_the_thousand_are_not_all_looked_up()
    {
        await using var host = await RouterHost.StartAsync(Testing.Routers.Reports.Healthy);
        host.Folder.Write("endpoints.yml", "endpoints:\n" + string.Concat(Enumerable.Range(0, 60_000).Select(number => $"- tls:a{number:x}.invalid:1\n")));

        var (run, peak) = await MeasuredAsync(host);

        Assert.True(run.ExitCode == 0 && run.Elapsed < Most && peak < MostKiB && run.ErrorLines.Length < 100, $"{peak} KiB, {Short(run)}");
    }

    /// <summary>Looks again and again at the most it has had, until it has ended.</summary>
    private static async Task<(CheckerRun Run, int PeakKiB)> MeasuredAsync(RouterHost host)
    {
        using var checker = RunningChecker.Start(host.Start("--output", "json").With(("BIG", new string('x', 100_000))));
        var ended = checker.WaitAsync(TimeSpan.FromSeconds(30));
        var peak = 0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, ProcessStatus.PeakKiB(checker.Id, Repository.Checker));
            await Task.WhenAny(ended, Task.Delay(1));
        }

        var run = await ended;
        Assert.False(CheckerRun.TellsOfCrash(run.Error), Short(run));
        return (run, peak);
    }

    private static string Report(string links) =>
        "{\"data\":{\"checks\":[{\"id\":\"controllerPing\",\"healthy\":true},{\"id\":\"link.health\",\"healthy\":true,\"details\":[" + links.TrimEnd(',') + "]}]}}";

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Short(CheckerRun run) => run.ToString() is { Length: > 2000 } text ? text[..2000] : run.ToString();
}
