using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Many inputs of one kind, each from a seed of its own.</summary>
internal static class Campaign
{
    private const int MostShown = 20;
    private const int Processors = 2; // of the machine that this is usually run on

    /// <summary>What an input may take at most: far above what it does, far below a check's deadline.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    /// <summary>Runs inputs and prints their count, the seed, and what failed.</summary>
    /// <returns>How many failed.</returns>
    public static int Run(string kind, long seed, long count, Func<long, string?> one, Func<long, object>? input = null, int workers = Processors)
    {
        var started = Stopwatch.GetTimestamp();
        var failures = Failures(seed, count, one, workers);
        foreach (var (at, problem) in failures.Take(MostShown))
        {
            Console.WriteLine($"FAIL {kind} seed {at}: {problem}");
            if (input is not null)
            {
                Keep(kind, at, input(at));
            }
        }

        Console.WriteLine($"{kind}: {count} inputs from seed {seed}, {failures.Count} failed, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        return failures.Count;
    }

    /// <summary>The inputs that failed, with what was wrong.</summary>
    public static List<(long Seed, string Problem)> Failures(long seed, long count, Func<long, string?> one, int workers = Processors)
    {
        var failures = new List<(long Seed, string Problem)>();
        Parallel.For(seed, seed + count, new ParallelOptions { MaxDegreeOfParallelism = workers }, at =>
        {
            if (Guarded(one, at) is { } problem)
            {
                lock (failures)
                {
                    failures.Add((at, problem));
                }
            }
        });
        failures.Sort();
        return failures;
    }

    /// <summary>For every test run from now on.</summary>
    private static void Keep(string kind, long seed, object input)
    {
        Directory.CreateDirectory(Fixtures.Kept);
        var path = Path.Combine(Fixtures.Kept, string.Create(CultureInfo.InvariantCulture, $"{kind}-{seed}.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(input) + "\n");
        Console.WriteLine($"  kept as {path}");
    }

    private static string? Guarded(Func<long, string?> one, long seed)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var problem = one(seed);
            var took = Stopwatch.GetElapsedTime(started);
            return problem ?? (took > Slow ? $"took {took.TotalSeconds:0.0} s" : null);
        }
        catch (Exception failed)
        {
            // Whatever is thrown is what is looked for.
            return $"{failed.GetType().Name}: {failed.Message}\n{string.Join('\n', (failed.StackTrace ?? "").Split('\n').Take(4))}";
        }
    }
}
