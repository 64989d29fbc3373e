namespace ErhChecker.Fuzz;

/// <summary>One report and everything else that decides about it.</summary>
internal sealed record ReportCase
{
    /// <summary>The answer's body.</summary>
    public required byte[] Report { get; init; }

    /// <summary>The ids of the no-traversal routers.</summary>
    public IReadOnlyList<string> NoTraversal { get; init; } = [];

    /// <summary>The controllers' hosts, IP addresses.</summary>
    public IReadOnlyList<string> Controllers { get; init; } = [];

    /// <summary>The switch timeout in seconds.</summary>
    public long SwitchTimeout { get; init; } = 600;

    /// <summary>What the agent prints, or null when it cannot be run.</summary>
    public byte[]? Agent { get; init; }
}
