namespace ErhChecker.EndToEnd.Preflight;

/// <summary>What the preflight reads may be anything: it ends in time, with bounded memory and stack, and prints what it found.</summary>
public sealed class PreflightBoundTests
{
    private const string MaxData = "--data=104857600"; // bytes
    private const string SmallStack = "--stack=131072"; // bytes

    private static readonly TimeSpan PromisedAndRoom = TimeSpan.FromSeconds(3 + 2);

    [MountTheory]
    //          one line of keepalived.conf                 times    what is reported
    [InlineData("include $BRACES", 1, "which\\s+the\\s+preflight\\s+does\\s+not\\s+expand")]
    [InlineData("include $BRACES$BRACES", 1, "is\\s+longer\\s+than\\s+1022\\s+bytes")]
    [InlineData("include /*/*/*/*/*/*", 1, "which\\s+the\\s+preflight\\s+does\\s+not\\s+expand")]
    [InlineData("include /*/*/*/*/*/*", 40_000, "reads\\s+at\\s+most\\s+100\\s+faults")]
    [InlineData("include $CONF", 1, "reads\\s+at\\s+most\\s+32\\s+files\\s+that\\s+include\\s+each\\s+other")]
    [InlineData("include $CONF", 5, "reads\\s+at\\s+most\\s+32\\s+files\\s+that\\s+include\\s+each\\s+other")]
    [InlineData("include $FOLDER/empty/*", 3, "reads\\s+at\\s+most\\s+1000\\s+files")]
    [InlineData("include $FOLDER/large/*", 1, "reads\\s+at\\s+most\\s+4\\s+MiB")]
    [InlineData("a", 500_000, "reads\\s+at\\s+most\\s+100000\\s+statements")]
    [InlineData("a{a{a{a{a{", 80_000, "reads\\s+at\\s+most\\s+100000\\s+statements")]
    [InlineData("${A} ${A}", 100_000, "reads\\s+at\\s+most\\s+4\\s+MiB,\\s+definitions\\s+replaced")]
    [InlineData("${A}${A}${A}${A}", 60_000, "$CONF\\s+has\\s+no\\s+vrrp_script")]
    [InlineData("vrrp_script a { script /none/erhchecker }", 20_000, "checks\\s+the\\s+first\\s+200\\s+vrrp_script\\s+blocks")]
    public async Task A_hostile_keepalived_conf_is_read_to_a_limit_that_is_named(string line, int times, string reported)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["empty"]);
        Directory.CreateDirectory(folder["large"]);
        for (var file = 0; file < 400 && line.Contains("/empty/", StringComparison.Ordinal); file++)
        {
            folder.Write($"empty/{file}", "");
        }

        for (var file = 0; file < 60 && line.Contains("/large/", StringComparison.Ordinal); file++)
        {
            folder.Write($"large/{file}", string.Concat(Enumerable.Repeat("# a comment\n", 80_000)));
        }

        string Filled(string text) => text
            .Replace("$BRACES", string.Concat(Enumerable.Repeat("{a}", 330)), StringComparison.Ordinal)
            .Replace("$CONF", folder["keepalived.conf"], StringComparison.Ordinal)
            .Replace("$FOLDER", folder.Path, StringComparison.Ordinal);
        folder.Write("keepalived.conf", $"$A={new string('x', 480)}\n" + string.Concat(Enumerable.Repeat($"{Filled(line)}\n", times)));

        var run = await RunAsync(folder, $"DAEMON_ARGS='-f {folder["keepalived.conf"]}'\n");

        Assert.Matches(Filled(reported), run.Output);
    }

    [MountTheory]
    [InlineData("A", 1_000_000, "=1\n", 1, "setting +--switchTimeout 600")]
    [InlineData("A", 1_000_000, "\n", 1, "has\\s+no\\s+'='|\\(cut, ")]
    [InlineData("1\n", 500_000, "", 1, "reads\\s+at\\s+most\\s+1000\\s+variables")]
    [InlineData("#\\\n", 300_000, "", 1, "reads\\s+at\\s+most\\s+1000\\s+variables")]
    public async Task A_hostile_environment_file_is_read_to_a_limit(string text, int times, string end, int exitCode, string reported)
    {
        using var folder = new TestFolder();

        var run = await RunAsync(folder, string.Concat(Enumerable.Repeat(text, times)) + end);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Matches(reported, run.Output);
    }

    /// <summary>The last finding: the preflight went on to its end.</summary>
    private static async Task<CheckerRun> RunAsync(TestFolder folder, string defaults)
    {
        Directory.CreateDirectory(folder["default"]);
        folder.Write("default/keepalived", defaults);

        var run = await RouterHost.CheckAsync(new CheckerStart(folder)
        {
            Arguments = ["preflight"],
            Through = [.. MountNamespace.Replacing(folder, "default"), "prlimit", MaxData, SmallStack],
        });

        Assert.InRange(run.Elapsed, TimeSpan.Zero, PromisedAndRoom);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Matches("(?m)^error +config +", run.Output);
        return run;
    }
}
