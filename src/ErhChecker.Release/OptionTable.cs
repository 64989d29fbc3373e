using ErhChecker.Settings;

namespace ErhChecker.Release;

/// <summary>One option as page and completions show it.</summary>
/// <param name="Alias">The short option with its dash, or null.</param>
/// <param name="Name">The long option with its dashes.</param>
/// <param name="Meaning">What it is for.</param>
/// <param name="Setting">The setting that it gives a value to; null for a flag, which takes none.</param>
internal sealed record OptionRow(string? Alias, string Name, string Meaning, Setting? Setting)
{
    public IEnumerable<string> Names => Alias is null ? [Name] : [Alias, Name];

    public bool TakesFile => Setting is { ValueName: Setting.File };
}

/// <summary>The options of a command, in the order of help.</summary>
internal static class OptionTable
{
    public static readonly IReadOnlyList<OptionRow> Rows = Of(Commands.Check);

    /// <summary>The options of every command, each once.</summary>
    public static readonly IReadOnlyList<OptionRow> All =
        [.. Commands.Named.Prepend(Commands.Check).SelectMany(Of).DistinctBy(row => row.Name, StringComparer.Ordinal)];

    /// <summary>The rows of a command: the settings, then the flags.</summary>
    public static IReadOnlyList<OptionRow> Of(Syntax syntax) =>
    [
        .. syntax.Options.Select(setting => new OptionRow(setting.Alias, setting.Name!, setting.Meaning, setting)),
        .. Flag.All.Select(flag => new OptionRow(flag.Alias, flag.Name, flag.Meaning, Setting: null)),
    ];
}
