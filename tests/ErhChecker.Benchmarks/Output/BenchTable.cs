using ErhChecker.Benchmarks.Cases;
using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Output;

/// <summary>The results for a person: no line is longer than 100 columns.</summary>
internal static class BenchTable
{
    public static void Write(CaseResult result, TextWriter output)
    {
        var own = result.Rows[0];
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"{result.Title} ({own.Samples.Count} turns)"));
        output.WriteLine($"{"",-21}{"wall ms",8}{"p95",8}{"CPU ms",8}{"p95",8}{"peak MiB",9}{"faults",8}{"read",6}   {"erhchecker is",-20}");
        foreach (var row in result.Rows)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{row.Contender.Name,-21}{row.Wall(0.5),8:0.0}{row.Wall(0.95),8:0.0}{row.Cpu(0.5),8:0.0}{row.Cpu(0.95),8:0.0}{Peak(row),9}{row.MinorFaults,8}{row.MajorFaults,6}{Compared(own, row)}"));
        }

        foreach (var note in result.Notes)
        {
            output.WriteLine($"  {note}");
        }

        foreach (var goal in result.Goals)
        {
            output.WriteLine(FormattableString.Invariant(
                $"  {(goal.IsReached ? "reached" : "MISSED "),-8}{goal.What,-28}{goal.Measured,8:0.###} {goal.Unit,-4} (at most {goal.AtMost:0.###})"));
        }
    }

    private static string Peak(Series row) => row.PeakMebibytes is { } peak ? FormattableString.Invariant($"{peak:0.0}") : "";

    private static string Compared(Series own, Series row) => ReferenceEquals(own, row)
        ? ""
        : FormattableString.Invariant($"   {own.Wall(0.5) / row.Wall(0.5),5:0.00} × wall {own.Cpu(0.5) / row.Cpu(0.5),5:0.00} × CPU");
}
