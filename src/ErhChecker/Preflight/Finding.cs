namespace ErhChecker.Preflight;

/// <summary>How much a finding matters.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but not as well as it could.</summary>
    Warning,

    /// <summary>Would fail when it is needed.</summary>
    Error,
}

/// <summary>One line of the preflight.</summary>
/// <param name="Name">What was checked; the same in every release.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">
/// What to do; null for what is as it should be. A line of its own that begins with a tab is a command or a line of a file.
/// </param>
internal sealed record Finding(string Name, FindingLevel Level, string Text, string? Remedy = null)
{
    /// <summary>The user for whom it holds; null when it holds for everyone.</summary>
    public string? User { get; init; }

    /// <summary>A finding without a remedy.</summary>
    public static Finding Ok(string name, string text) => new(name, FindingLevel.Ok, text);

    /// <summary>A finding that may cost something.</summary>
    public static Finding Warning(string name, string text, string remedy) => new(name, FindingLevel.Warning, text, remedy);

    /// <summary>A finding that has to be fixed.</summary>
    public static Finding Error(string name, string text, string remedy) => new(name, FindingLevel.Error, text, remedy);
}
