namespace ErhChecker.Preflight;

/// <summary>A <c>vrrp_script</c> block, as it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record VrrpScript(string Name, string Place)
{
    /// <summary>The words of the command; null when there is no 'script' line, or its quotes are not closed.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>What follows the command on its line and is ignored: options outside of the quotes.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The <c>interval</c>, or null.</summary>
    public string? Interval { get; init; }

    /// <summary>The <c>timeout</c>, or null.</summary>
    public string? Timeout { get; init; }

    /// <summary>The words after <c>user</c>; empty without it.</summary>
    public IReadOnlyList<string> User { get; init; } = [];

    /// <summary>The instances and sync groups that track it.</summary>
    public IReadOnlyList<string> TrackedBy { get; init; } = [];

    /// <summary>The instances and sync groups whose track_script stands before the block: keepalived ignores it.</summary>
    public IReadOnlyList<string> TrackedBefore { get; init; } = [];

    /// <summary>The program among the words of the command: python3 may stand before it.</summary>
    public int ProgramAt => Command is { Count: > 1 } words && Path.GetFileName(words[0]).StartsWith("python", StringComparison.Ordinal) ? 1 : 0;

    /// <summary>The program; empty without a command.</summary>
    public string Program => Command is { } words && ProgramAt < words.Count ? words[ProgramAt] : "";

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Arguments => Command is { } words ? [.. words.Skip(ProgramAt + 1)] : [];
}
