using System.Text.Json;
using ErhChecker.Fuzz.Runs;

namespace ErhChecker.Fuzz;

/// <summary>The bounded part of the fuzzing, from a fixed seed; the long part is <c>./build.sh fuzz</c>.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long Seed = 20_261_122;

    [Fact]
    public void Reports_give_what_the_reference_says() => NoneFails(100_000, ReportRun.One);

    [Fact]
    public void Configs_are_read_as_they_were_meant() => NoneFails(15_000, ConfigRun.One);

    [Fact, Requires<YamlPeerRun>]
    public void Layouts_are_read_as_libyaml_reads_them()
    {
        using var peer = YamlPeerRun.Start();
        NoneFails(10_000, peer.One);
    }

    [Fact]
    public void No_traversal_files_are_read_as_they_were_meant() => NoneFails(15_000, NoTraversalRun.One);

    [Fact]
    public void Http_answers_are_read_in_pieces_of_any_size() => NoneFails(30_000, HttpRun.One);

    [Fact]
    public void Request_heads_are_read_as_they_were_meant() => NoneFails(30_000, RequestRun.One);

    [Fact]
    public void Tls_gives_the_body_that_was_sent_or_none() => NoneFails(1_500, TlsRun.One);

    [Fact]
    public void Command_lines_and_environments_are_read_or_refused() => NoneFails(5_000, CommandLineRun.One);

    [Fact]
    public void No_text_moves_a_cursor_or_forges_a_line() => NoneFails(30_000, LogTextRun.One);

    [Fact]
    public async Task The_published_binary_gives_what_the_reference_says()
    {
        await using var binary = await BinaryRun.StartAsync(Repository.Checker);
        NoneFails(400, binary.One);
    }

    [Fact]
    public void The_published_binary_responds_to_whatever_a_client_sends() => NoneFails(500, new Runs.ProbeRun(Repository.Checker).One);

    [Fact]
    public void The_published_binary_ends_in_time_and_with_its_verdict()
    {
        using var ending = new EndingRun(Repository.Checker);
        var failures = Campaign.Failures(Seed, 150, ending.One, EndingRun.Workers);
        output.WriteLine(ending.Summary);
        Assert.Empty(failures);
    }

    [Fact]
    public void What_once_failed_does_not_again() => Assert.All(Directory.EnumerateFiles(Fixtures.Kept, "*.json"), path =>
    {
        var text = File.ReadAllText(path);
        Assert.Null(Path.GetFileName(path).StartsWith("reports", StringComparison.Ordinal)
            ? ReportRun.Difference(JsonSerializer.Deserialize<ReportCase>(text)!)
            : ConfigRun.Difference(JsonSerializer.Deserialize<ConfigCase>(text)!));
    });

    private void NoneFails(long count, Func<long, string?> one)
    {
        output.WriteLine($"{count} inputs from seed {Seed}");
        Assert.Empty(Campaign.Failures(Seed, count, one));
    }
}
