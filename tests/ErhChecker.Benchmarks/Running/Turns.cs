using System.Globalization;

namespace ErhChecker.Benchmarks.Running;

/// <summary>Runs programs in turns: A B C, A B C, …; what the machine does beside them hits all alike.</summary>
internal static class Turns
{
    private const int WarmUp = 3;
    private const int PeakRuns = 5;

    /// <summary>Measures.</summary>
    /// <param name="contenders">The programs.</param>
    /// <param name="turns">How often each of them runs.</param>
    /// <param name="before">Done before each run, outside of its time.</param>
    public static IReadOnlyList<Series> Run(IReadOnlyList<Contender> contenders, int turns, Action<Contender>? before = null)
    {
        var samples = contenders.ToDictionary(contender => contender, _ => new List<Sample>(turns));
        for (var turn = -WarmUp; turn < turns; turn++)
        {
            foreach (var contender in contenders)
            {
                before?.Invoke(contender);
                var sample = MeasuredProcess.Run(contender);
                if (turn >= 0)
                {
                    samples[contender].Add(sample);
                }
            }
        }

        return [.. contenders.Select(contender => new Series(contender, samples[contender], contender.HasPeak ? Peak(contender) : null))];
    }

    /// <summary>
    /// The most memory of a few runs. Not from the runs above: the system counts what a process had before it became another
    /// program, and that would be this one's; GNU time is small.
    /// </summary>
    private static double? Peak(Contender contender)
    {
        var told = Path.GetTempFileName();
        try
        {
            var most = 0.0;
            for (var run = 0; run < PeakRuns; run++)
            {
                MeasuredProcess.Run(contender with { Command = ["time", "-q", "-f", "%M", "-o", told, .. contender.Command] });
                most = Math.Max(most, double.Parse(File.ReadAllText(told), CultureInfo.InvariantCulture) / 1024);
            }

            return most;
        }
        finally
        {
            File.Delete(told);
        }
    }
}
