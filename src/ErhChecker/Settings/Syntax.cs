namespace ErhChecker.Settings;

/// <summary>The syntax of a command, as parser, help, man page and completions present it.</summary>
internal sealed record Syntax
{
    /// <summary>The command's word; empty for the check, which has none.</summary>
    public required string Name { get; init; }

    /// <summary>The words that follow the options, as usage shows them: <c>TYPE NAME STATE [PRIORITY]</c>.</summary>
    public string Words { get; init; } = "";

    public int MinWords { get; init; }

    public int MaxWords { get; init; }

    /// <summary>All valid words where there are few, for shell completion; empty otherwise.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What the command does, one line in the list of commands.</summary>
    public required string Meaning { get; init; }

    /// <summary>What it does, a few lines of help.</summary>
    public required string Description { get; init; }

    /// <summary>Exit codes and examples, which end its help.</summary>
    public required string Tail { get; init; }

    /// <summary>The settings of the check that apply.</summary>
    public required IReadOnlyList<Setting> Settings { get; init; }

    public IReadOnlyList<Setting> OwnSettings { get; init; } = [];

    /// <summary>Every setting with an option, in the order of help.</summary>
    public IEnumerable<Setting> Options => OwnSettings.Concat(Settings).Where(setting => setting.Name is not null);

    /// <summary>How it is called: <c>erhchecker notify</c>.</summary>
    public string Call => Name.Length == 0 ? "erhchecker" : $"erhchecker {Name}";
}
