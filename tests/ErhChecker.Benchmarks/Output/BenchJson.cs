using System.Text.Json;
using ErhChecker.Benchmarks.Cases;
using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Output;

/// <summary>The results for a program.</summary>
internal static class BenchJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string path, string checker, DateTimeOffset date, string machine, IReadOnlyList<CaseResult> results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(
            new
            {
                date,
                machine,
                binaryBytes = new FileInfo(checker).Length,
                cases = results.Select(result => new
                {
                    result.Name,
                    result.Title,
                    programs = result.Rows.Select(row => Row(result.Rows[0], row)),
                    result.Notes,
                    goals = result.Goals.Select(goal => new { goal.What, goal.AtMost, goal.Measured, goal.Unit, reached = goal.IsReached }),
                }),
            },
            Options) + "\n");
    }

    private static object Row(Series own, Series row) => new
    {
        row.Contender.Name,
        turns = row.Samples.Count,
        wallMs = new { median = row.Wall(0.5), p95 = row.Wall(0.95) },
        cpuMs = new { median = row.Cpu(0.5), p95 = row.Cpu(0.95) },
        peakMiB = row.PeakMebibytes,
        row.MinorFaults,
        row.MajorFaults,
        erhcheckerIs = new
        {
            wall = own.Wall(0.5) / row.Wall(0.5),
            cpu = own.Cpu(0.5) / row.Cpu(0.5),
            wallMedianOfTurns = TurnByTurn(own, row, sample => sample.Wall),
            cpuMedianOfTurns = TurnByTurn(own, row, sample => sample.Cpu),
        },
    };

    /// <summary>The median of each turn's own ratio: what both were hit by is in both.</summary>
    private static double TurnByTurn(Series own, Series row, Func<Sample, double> value)
    {
        var ratios = own.Samples.Zip(row.Samples, (mine, other) => value(mine) / Math.Max(value(other), 0.001)).Order().ToArray();
        return ratios[ratios.Length / 2];
    }
}
