using System.CommandLine;

namespace ErhChecker.Settings;

/// <summary>One setting, as help, command line and environment present it.</summary>
internal abstract class Setting
{
    /// <summary>The placeholder for a path.</summary>
    public const string File = "FILE";

    /// <summary>The placeholder for a time in seconds.</summary>
    public const string Seconds = "SECONDS";

    /// <summary>The heading in help.</summary>
    public required string Group { get; init; }

    /// <summary>The short option with its dash, or null.</summary>
    public required string? Alias { get; init; }

    /// <summary>The long option with its dashes; null where only a variable sets it.</summary>
    public required string? Name { get; init; }

    public required string? Variable { get; init; }

    /// <summary>The default, as help shows it.</summary>
    public required string DefaultText { get; init; }

    /// <summary>The placeholder for the value in help: FILE, SECONDS, LEVEL.</summary>
    public required string ValueName { get; init; }

    /// <summary>What a valid value is, to follow "expected".</summary>
    public required string Expected { get; init; }

    /// <summary>All valid values where there are few, for shell completion; empty otherwise.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What the log calls it, a few words without an article.</summary>
    public required string ShortName { get; init; }

    /// <summary>What the setting is for, one line of help.</summary>
    public required string Meaning { get; init; }

    /// <summary>The option as help shows it: <c>-t, --switchTimeout</c>.</summary>
    public string OptionText => Alias is null ? Label : $"{Alias}, {Name}";

    /// <summary>Its long option, or the variable of one without options.</summary>
    public string Label => Name ?? Variable!;

    /// <summary>The option as messages show it: <c>-t/--switchTimeout</c>.</summary>
    public string OptionInMessages => Alias is null ? Label : $"{Alias}/{Name}";

    /// <summary>The message for an option without its value.</summary>
    public string RequiresValue => $"{OptionInMessages} requires a value: expected {Expected}";

    /// <summary>The option as System.CommandLine parses it.</summary>
    /// <param name="isOption">Whether a word of the command line is an option of its own.</param>
    public abstract Option CreateOption(Func<string, bool> isOption);
}

/// <summary>A setting with its type.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class Setting<T> : Setting
{
    /// <summary>Parses a value.</summary>
    /// <param name="text">The text, never empty.</param>
    /// <returns>False when the text is invalid.</returns>
    internal delegate bool Parser(string text, out T value);

    /// <summary>The value when neither option nor variable is given.</summary>
    public required T Default { get; init; }

    public required Parser TryParse { get; init; }

    public override Option CreateOption(Func<string, bool> isOption)
    {
        var option = new Option<T>(Label, Alias is null ? [] : [Alias])
        {
            Arity = ArgumentArity.OneOrMore, // given twice, the last one counts
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => TryParse(result.Tokens[^1].Value, out var value) ? value : Default,
        };
        option.Validators.Add(result =>
        {
            // The parser takes the next option for a missing value: a log named '--output'.
            if (result.Tokens.Count < result.IdentifierTokenCount || result.Tokens.Any(token => isOption(token.Value)))
            {
                result.AddError(RequiresValue);
            }
            else if (result.Tokens[^1].Value is var given && (given.Length == 0 || !TryParse(given, out _)))
            {
                result.AddError($"invalid value '{given}' for {OptionInMessages}: expected {Expected}");
            }
        });
        return option;
    }
}
