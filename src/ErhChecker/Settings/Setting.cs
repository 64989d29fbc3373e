namespace ErhChecker.Settings;

/// <summary>One setting as help, command line and environment know it.</summary>
internal abstract class Setting
{
    /// <summary>The heading that help lists it below.</summary>
    public required string Group { get; init; }

    /// <summary>The short option with its dash, or null.</summary>
    public required string? Alias { get; init; }

    /// <summary>The long option with its dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The environment variable, or null.</summary>
    public required string? Variable { get; init; }

    /// <summary>The default as help shows it.</summary>
    public required string DefaultText { get; init; }

    /// <summary>What the value stands for in help: FILE, SECONDS, LEVEL.</summary>
    public required string ValueName { get; init; }

    /// <summary>What a right value is, to end the sentence "it wants …".</summary>
    public required string Expected { get; init; }

    /// <summary>Every right value where there are few, for the shells' completion; empty where there are many.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What it is for, one line of help.</summary>
    public required string Meaning { get; init; }

    /// <summary>The option as messages name it: <c>-t, --switchTimeout</c>.</summary>
    public string OptionText => Alias is null ? Name : $"{Alias}, {Name}";
}

/// <summary>A setting with its type.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class Setting<T> : Setting
{
    /// <summary>Reads a value; false when the text is none.</summary>
    /// <param name="text">The text, never empty.</param>
    /// <param name="value">What it says.</param>
    internal delegate bool Reader(string text, out T value);

    /// <summary>The value when neither option nor variable is given.</summary>
    public required T Default { get; init; }

    /// <summary>Reads a value.</summary>
    public required Reader TryRead { get; init; }
}
