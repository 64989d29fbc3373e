using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Cases;

/// <summary>What a case gave.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">What was measured.</param>
/// <param name="Rows">The programs' runs.</param>
internal sealed record CaseResult(string Name, string Title, IReadOnlyList<Series> Rows)
{
    /// <summary>What else was found, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The figures that are to be reached and that this case shows.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>The row of a program.</summary>
    public Series Row(string name) => Rows.First(row => row.Contender.Name == name);
}

/// <summary>A figure that is to be reached.</summary>
/// <param name="What">What it is.</param>
/// <param name="AtMost">The most that it may be.</param>
/// <param name="Measured">What it was.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Goal(string What, double AtMost, double Measured, string Unit)
{
    public bool IsReached => Measured <= AtMost;
}
