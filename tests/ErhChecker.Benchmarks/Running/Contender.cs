namespace ErhChecker.Benchmarks.Running;

/// <summary>A program that is measured.</summary>
/// <param name="Name">Its row's name.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="ExitCode">How it must end, or the measurement is of something else; null where that is what is measured.</param>
internal sealed record Contender(string Name, IReadOnlyList<string> Command, int? ExitCode = 0)
{
    /// <summary>The row that the others are compared with.</summary>
    public const string Checker = "erhchecker";

    /// <summary>Variables beside the usual ones.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether its peak memory tells anything: that of a shell with a pipe is its largest child's.</summary>
    public bool HasPeak { get; init; } = true;
}
