using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace ErhChecker.Settings;

/// <summary>The arguments as System.CommandLine parses them.</summary>
internal sealed class ParsedArguments
{
    private readonly ParseResult? result;
    private readonly Dictionary<string, Option> options = new(StringComparer.Ordinal);

    private ParsedArguments()
    {
    }

    private ParsedArguments(string[] arguments)
    {
        var errors = new List<string>();
        var separated = WithEqualsSigns(arguments, errors);

        // No RootCommand: it brings a help and a version of its own, whose texts take time (docs/speed.md, "What was gained").
        var command = new Command("erhchecker");
        foreach (var flag in Flag.All)
        {
            Add(new Option<bool>(flag.Name, flag.Alias is null ? [] : [flag.Alias]) { Arity = ArgumentArity.Zero });
        }

        foreach (var setting in CheckSettings.All)
        {
            Add(setting.CreateOption(word => arguments.Contains(word, StringComparer.Ordinal) && IsOption(word.Split('=')[0])));
        }

        // No response files: a value may begin with an @.
        result = command.Parse(separated, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var unexpected = Unexpected(separated, result);
        errors.AddRange(unexpected.Select(word => word.StartsWith('-') && word.Length > 1 ? $"unknown option '{word}'" : $"unexpected argument '{word}'"));
        errors.AddRange(CheckSettings.All.SelectMany(ErrorsOf));
        Errors = errors.Count > 0 ? errors : [.. result.Errors.Select(error => error.Message)];

        void Add(Option option)
        {
            options.Add(option.Name, option);
            command.Options.Add(option);
        }
    }

    /// <summary>An empty command line.</summary>
    public static ParsedArguments None { get; } = new();

    /// <summary>What is wrong with the command line, and what was expected.</summary>
    public IReadOnlyList<string> Errors { get; private init; } = [];

    /// <summary>Parses the arguments; never throws.</summary>
    public static ParsedArguments Parse(string[] arguments)
    {
        try
        {
            return new ParsedArguments(arguments);
        }
        catch (Exception)
        {
            // A command line that makes the parser fail is an invalid one.
            return new ParsedArguments { Errors = ["the command line cannot be parsed: expected options as --help lists them"] };
        }
    }

    /// <summary>Whether a flag is given.</summary>
    public bool Has(Flag flag) => Find(flag.Name) is not null;

    /// <summary>The value of a setting's option; the default when it is invalid.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="value">The value.</param>
    /// <param name="text">The value as it was given.</param>
    /// <returns>False when the option is not given.</returns>
    public bool TryGetValue<T>(Setting<T> setting, [MaybeNullWhen(false)] out T value, out string text)
    {
        (value, text) = (setting.Default, "");
        if (Find(setting.Name) is not { } found)
        {
            return false;
        }

        if (found.Tokens.Count > 0 && !found.Errors.Any())
        {
            text = found.Tokens[^1].Value;
            value = found.GetValueOrDefault<T>()!;
        }

        return true;
    }

    private OptionResult? Find(string name) =>
        result?.GetResult(options[name]) is { Implicit: false } found ? found : null;

    private IEnumerable<string> ErrorsOf(Setting setting) => Find(setting.Name) switch
    {
        null => [],
        { Tokens.Count: 0 } => [setting.RequiresValue], // the parser does not call validators then
        var found => found.Errors.Select(error => error.Message),
    };

    private bool IsOption(string word) => options.Values.Any(option => option.Name == word || option.Aliases.Contains(word));

    /// <summary>
    /// The parser separates name and value at a colon too, and ignores what is attached to a flag. Here <c>-c:FILE</c> has the
    /// value <c>:FILE</c>, as getopt(3) has it, <c>--name:VALUE</c> is an unknown option, and <c>--help=1</c> an error.
    /// </summary>
    private static string[] WithEqualsSigns(string[] arguments, List<string> errors)
    {
        var words = new List<string>(arguments.Length);
        foreach (var word in arguments)
        {
            if (words.Contains("--"))
            {
                words.Add(word);
                continue;
            }

            var end = word.AsSpan().IndexOfAny('=', ':');
            var name = end < 0 ? word : word[..end];
            if (end > 0 && Flag.All.Any(flag => name == flag.Name || name == flag.Alias))
            {
                errors.Add($"{name} does not take a value: found '{word}'");
            }
            else if (end > 0 && word[end] == ':' && CheckSettings.All.Any(setting => name == setting.Name))
            {
                errors.Add($"unknown option '{word}'");
            }
            else if (end > 0 && word[end] == ':' && CheckSettings.All.Any(setting => name == setting.Alias))
            {
                words.Add($"{name}={word[end..]}");
            }
            else
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    /// <summary>The parser ignores a first word that is the program's name or in brackets; here it is as unexpected as any other.</summary>
    private static IEnumerable<string> Unexpected(string[] arguments, ParseResult result) =>
        arguments.Length == 0 || arguments[0].StartsWith('-') || result.UnmatchedTokens.Contains(arguments[0], StringComparer.Ordinal)
            ? result.UnmatchedTokens
            : result.UnmatchedTokens.Prepend(arguments[0]);
}
