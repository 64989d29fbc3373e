using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Whatever ends a check, and however many run: a reader finds a complete file, and hardly anything beside it.</summary>
public sealed class ResultFileKillTests
{
    private const string SeedVariable = "ERHCHECKER_SEED";

    private const int AtOnce = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Random _random;

    public ResultFileKillTests(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{SeedVariable}={seed} repeats the moments");
        _random = new(seed);
    }

    [Theory]
    [InlineData(Posix.SIGKILL)]
    [InlineData(Posix.SIGTERM)]
    public async Task Ended_500_times_at_a_random_moment(int signal)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);
        var usual = await UsualTimeAsync(host, files);
        for (var turn = 0; turn < 500; turn++)
        {
            await EndAsync(host, files, signal, usual * Chance() * 1.2);

            files.AssertComplete();
            files.AssertFewStrays();
        }

        await AssertNextCleansUpAsync(host, files);
    }

    [Fact]
    public async Task Fifty_at_once_leave_one_complete_verdict()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);

        await files.AssertManyAtOnceAsync(host.Start([.. files.Options, "--timeout", "60"]), AtOnce, Limit);
    }

    [Fact]
    public async Task Fifty_at_once_that_are_killed_leave_one_stray_at_most()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);
        var usual = await UsualTimeAsync(host, files);
        for (var turn = 0; turn < 4; turn++)
        {
            var checks = Enumerable.Range(0, AtOnce).Select(_ => RunningChecker.Start(host.Start([.. files.Options, "--timeout", "60"]))).ToList();
            await Task.WhenAll(checks.Select(async check =>
            {
                await Task.Delay(usual * Chance() * AtOnce / 2); // the moment is the test
                _ = Posix.kill(check.Id, Posix.SIGKILL);
                await check.WaitAsync(Limit);
                check.Dispose();
            }));

            files.AssertComplete();
            files.AssertFewStrays();
        }

        await AssertNextCleansUpAsync(host, files);
    }

    /// <summary>The moments that chance does not find: right before a step of the replacement.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("fchmod", 0)]
    [InlineData("linkat", 0)]
    [InlineData("renameat", 1)]
    public async Task Killed_right_before_a_step_it_leaves_the_old_file(string step, int strays)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        await host.CheckAsync(files.Options);
        var before = await File.ReadAllTextAsync(files.Status);

        for (var turn = 0; turn < 2; turn++)
        {
            await RouterHost.CheckAsync(host.Start(files.Options) with
            {
                Through = ["strace", "-f", "-o", "/dev/null", "-e", $"trace={step}", "-e", $"inject={step}:signal=KILL"],
            });

            Assert.Equal(before, await File.ReadAllTextAsync(files.Status));
            Assert.Equal(strays, files.Strays.Length);
        }

        await AssertNextCleansUpAsync(host, files);
    }

#pragma warning disable CA5394 // moments that a seed repeats
    private double Chance() => _random.NextDouble();
#pragma warning restore CA5394

    private static async Task AssertNextCleansUpAsync(RouterHost host, ResultFolder files)
    {
        await host.CheckAsync(files.Options);

        files.AssertComplete();
        Assert.Empty(files.Strays);
    }

    private static async Task<TimeSpan> UsualTimeAsync(RouterHost host, ResultFolder files)
    {
        await host.CheckAsync(files.Options);
        return (await host.CheckAsync(files.Options)).Elapsed;
    }

    private static async Task EndAsync(RouterHost host, ResultFolder files, int signal, TimeSpan after)
    {
        using var checker = RunningChecker.Start(host.Start([.. files.Options, "--timeout", "60"]));
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < after)
        {
            // The moment is the test: from the first instruction to the last.
        }

        _ = Posix.kill(checker.Id, signal);
        await checker.WaitAsync(Limit);
    }
}
