namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A host that gives the check little: descriptors, memory, processors, file sizes.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("-n 8")]
    [InlineData("-v 1000000")]
    [InlineData("-s 128")]
    [InlineData("-s unlimited")]
    [InlineData("-f 0")]
    [InlineData("-l 0")]
    public async Task A_healthy_router_stays_healthy_within(string limit)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("-l", "DEBUG", "-f", host.Folder["check.log"]) with { Through = Limited(limit) });

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    /// <summary>docs/security.md has what was measured, here and below it.</summary>
    [Theory]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task Five_thousand_links_are_read_within_kilobytes_of_addresses(int kilobytes)
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 5000));

        var run = await RouterHost.CheckAsync(host.Start() with { Through = Limited($"-v {kilobytes}") });

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    /// <summary>Few, or too few for a check: then it may give the VIP up, in a sentence and without a core.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Fewer_descriptors_end_in_a_verdict_or_a_sentence(int descriptors)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start() with { Through = Limited($"-n {descriptors}") });

        Assert.InRange(run.ExitCode, 0, 1);
        Assert.InRange(run.ErrorLines.Length, run.ExitCode, 1);
    }

    /// <summary>A config that no descriptor is left for is not an unusable one.</summary>
    [Fact]
    public async Task Without_a_descriptor_for_the_config_the_check_fails()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.Write("config.yml", "web: []\n"); // read, it gives exit 0
        var seen = 0;
        for (var descriptors = 4; descriptors <= 8; descriptors++)
        {
            var run = await RouterHost.CheckAsync(host.Start() with { Through = Limited($"-n {descriptors}") });
            if (run.Error.Contains("cannot be read: Too many open files", StringComparison.Ordinal))
            {
                seen++;
                Assert.True(run.ExitCode == 1, run.ToString());
                Assert.Contains("unreachable: ", run.Error, StringComparison.Ordinal);
            }
        }

        Assert.NotEqual(0, seen);
    }

    [Fact]
    public async Task File_size_limit_on_the_log_is_reported_and_changes_no_verdict()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);

        var run = await RouterHost.CheckAsync(host.Start("-f", host.Folder["check.log"]) with { Through = Limited("-f 0") });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.ErrorLines, line => line.Contains("check.log", StringComparison.Ordinal) && line.StartsWith("ERROR", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.Contains("noLinks", StringComparison.Ordinal));
    }

    /// <summary>On one processor the thread pool has one thread: who waits there keeps the deadline from being told.</summary>
    [Theory]
    [InlineData("hang-tcp")]
    [InlineData("hang-tls")]
    [InlineData("trickle")]
    [InlineData("endless")]
    public async Task The_deadline_is_told_on_one_processor(string fault)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy) with { Fault = FaultNames.Parse(fault) });

        var run = await RouterHost.CheckAsync(host.Start("--timeout", "1", "--output", "json", "-f", host.Folder["check.log"]) with
        {
            Through = ["taskset", "-c", "0"],
        });

        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        Assert.Contains("unreachable", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    private static string[] Limited(string limit) => ["sh", "-c", $"ulimit {limit} && exec \"$0\" \"$@\""];
}
