namespace ErhChecker.Preflight;

/// <summary>How much a finding matters.</summary>
internal enum FindingLevel
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>The check works, with a disadvantage.</summary>
    Warning,

    /// <summary>The check, or a part of it, does not work.</summary>
    Error,
}

/// <summary>One line of the preflight.</summary>
/// <param name="name">What was checked; the same in every release.</param>
/// <param name="level">How much it matters.</param>
/// <param name="text">What was found.</param>
/// <param name="remedy">What to do; null where there is nothing to do.</param>
/// <param name="user">The user for whom it holds; null when it holds for everyone.</param>
internal sealed class Finding(string name, FindingLevel level, string text, string? remedy, string? user)
{
    /// <summary>What was checked; the same in every release.</summary>
    public string Name => name;

    /// <summary>How much it matters.</summary>
    public FindingLevel Level => level;

    /// <summary>What was found.</summary>
    public string Text => text;

    /// <summary>
    /// What to do; null where there is nothing to do. A line that begins with a tab is a command, or a line of a file.
    /// </summary>
    public string? Remedy => remedy;

    /// <summary>The user for whom it holds; null when it holds for everyone.</summary>
    public string? User => user;
}
