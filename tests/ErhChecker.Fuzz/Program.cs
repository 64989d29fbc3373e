using System.Globalization;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Fuzz.Reference;
using ErhChecker.Fuzz.Runs;
using Xunit.Runner.InProc.SystemConsole;

namespace ErhChecker.Fuzz;

/// <summary>
/// The long run: <c>ErhChecker.Fuzz [SEED [REPORTS [CONFIGS [RUNS [ENDINGS [BINARY [WORKERS]]]]]]]</c>. Prints the seed, the counts and what failed;
/// a failing input is kept below tests/fixtures/fuzz.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [{ } first, ..] && !char.IsAsciiDigit(first[0]))
        {
            return await ConsoleRunner.Run(arguments); // what 'dotnet test' starts
        }

        long Number(int at, long otherwise) => at < arguments.Length ? long.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;
        var seed = Number(0, DateTime.UtcNow.Ticks / 10_000 % 1_000_000_000_000);
        var reports = Number(1, 1_000_000);
        var configs = Number(2, 200_000);
        var runs = Number(3, 20_000);
        var endings = Number(4, 20_000);
        var program = arguments.Length > 5 ? arguments[5] : Repository.Checker;
        Console.WriteLine($"seed {seed}");
        Console.WriteLine($"reports cover: {Coverage(seed)}");
        var failed = Campaign.Run("reports", seed, reports, ReportRun.One, ReportGenerator.Make)
            + Campaign.Run("configs", seed, configs, ConfigRun.One, ConfigGenerator.Make)
            + Campaign.Run("no-traversal files", seed, configs, NoTraversalRun.One)
            + Campaign.Run("HTTP answers", seed, configs, HttpRun.One)
            + Campaign.Run("request heads", seed, configs, RequestRun.One)
            + Campaign.Run("command lines", seed, configs, CommandLineRun.One)
            + Campaign.Run("log texts", seed, configs, LogTextRun.One);
        if (YamlPeerRun.Missing is { } missing)
        {
            Console.WriteLine($"layouts against libyaml: skipped, {missing}");
        }
        else
        {
            using var peer = YamlPeerRun.Start();
            failed += Campaign.Run("layouts against libyaml", seed, configs / 2, peer.One);
        }

        failed += Campaign.Run("TLS servers", seed, configs / 4, TlsRun.One);
        await using var binary = await BinaryRun.StartAsync(program);
        failed += Campaign.Run("runs of the published binary", seed, runs, binary.One);
        Console.WriteLine($"the largest run took {binary.PeakKiB / 1024.0:0.0} MiB, the longest {binary.Longest.TotalMilliseconds:0} ms");
        failed += Campaign.Run("probes of the published binary", seed, configs, new Runs.ProbeRun(program).One);
        var workers = (int)Number(6, EndingRun.Workers);
        using var ending = new EndingRun(program, workers);
        failed += Campaign.Run("checks ended at a random moment", seed, endings, ending.One, workers: workers);
        Console.WriteLine(ending.Summary);
        Console.WriteLine(failed == 0 ? "no fault found" : $"{failed} inputs failed");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>How the verdicts spread, over some of the reports: a generator of nothing but nonsense would find nothing.</summary>
    private static string Coverage(long seed) => string.Join(", ", Enumerable.Range(0, 10_000)
        .GroupBy(at => ReferenceDecision.Of(ReportGenerator.Make(seed + at)).State, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count() / 100.0:0.0} %")));
}
