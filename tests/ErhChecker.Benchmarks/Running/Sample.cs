using System.Runtime.InteropServices;

namespace ErhChecker.Benchmarks.Running;

/// <summary>What one run took.</summary>
/// <param name="Wall">Milliseconds from before its start until its end was known.</param>
/// <param name="Cpu">Milliseconds of user and system time, its children's included.</param>
/// <param name="MinorFaults">Pages that were in memory.</param>
/// <param name="MajorFaults">Pages that had to be read.</param>
/// <param name="ExitCode">How it ended.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sample(double Wall, double Cpu, long MinorFaults, long MajorFaults, int ExitCode);

/// <summary>All runs of one program in one case.</summary>
internal sealed record Series(Contender Contender, IReadOnlyList<Sample> Samples, double? PeakMebibytes)
{
    public double Wall(double share) => Quantile(sample => sample.Wall, share);

    public double Cpu(double share) => Quantile(sample => sample.Cpu, share);

    public long MinorFaults => (long)Quantile(sample => sample.MinorFaults, 0.5);

    public long MajorFaults => (long)Quantile(sample => sample.MajorFaults, 0.5);

    private double Quantile(Func<Sample, double> value, double share)
    {
        var sorted = Samples.Select(value).Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
