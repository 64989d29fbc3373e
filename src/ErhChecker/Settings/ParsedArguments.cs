using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace ErhChecker.Settings;

/// <summary>The arguments of one command as System.CommandLine parses them.</summary>
internal sealed class ParsedArguments
{
    private readonly ParseResult? result;
    private readonly Dictionary<string, Option> options = new(StringComparer.Ordinal);

    private ParsedArguments()
    {
    }

    private ParsedArguments(Syntax syntax, string[] arguments)
    {
        var errors = new List<string>();
        var separated = WithEqualsSigns(syntax, arguments, errors);

        // No RootCommand: it brings a help and a version of its own, whose texts take time (docs/speed.md, "What was gained").
        var command = new Command(syntax.Name.Length == 0 ? "erhchecker" : syntax.Name);
        foreach (var flag in Flag.All)
        {
            Add(new Option<bool>(flag.Name, flag.Alias is null ? [] : [flag.Alias]) { Arity = ArgumentArity.Zero });
        }

        foreach (var setting in syntax.Options)
        {
            Add(setting.CreateOption(word => arguments.Contains(word, StringComparer.Ordinal) && IsOption(word.Split('=')[0])));
        }

        Argument<string[]>? words = null;
        if (syntax.MaxWords > 0)
        {
            words = new Argument<string[]>(syntax.Words) { Arity = ArgumentArity.ZeroOrMore };
            command.Arguments.Add(words);
        }

        // No response files: a value may begin with an @. A command of its own is parsed below one that stands for the program.
        var root = syntax.Name.Length == 0 ? command : new Command("erhchecker") { command };
        string[] line = syntax.Name.Length == 0 ? separated : [syntax.Name, .. separated];
        result = root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (words is null)
        {
            errors.AddRange(Unexpected(line, result).Select(Describe));
        }
        else
        {
            errors.AddRange(TakeWords(syntax, separated, result.GetResult(words)?.Tokens.Select(token => token.Value).ToList() ?? []));
            errors.AddRange(result.UnmatchedTokens.Select(Describe));
        }

        errors.AddRange(syntax.Options.SelectMany(ErrorsOf));
        Errors = errors.Count > 0 ? errors : [.. result.Errors.Select(error => error.Message)];

        void Add(Option option)
        {
            options.Add(option.Name, option);
            command.Options.Add(option);
        }
    }

    public static ParsedArguments None { get; } = new();

    /// <summary>What is wrong with the command line, and what was expected.</summary>
    public IReadOnlyList<string> Errors { get; private init; } = [];

    /// <summary>The words that are neither options nor their values.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>Parses the arguments; never throws.</summary>
    /// <param name="arguments">The arguments after its name.</param>
    public static ParsedArguments Parse(Syntax syntax, string[] arguments)
    {
        try
        {
            return new ParsedArguments(syntax, arguments);
        }
        catch (Exception)
        {
            // A command line that makes the parser fail is an invalid one.
            return new ParsedArguments { Errors = ["the command line cannot be parsed: expected options as --help lists them"] };
        }
    }

    public bool Has(Flag flag) => Find(flag.Name) is not null;

    /// <summary>The value of a setting's option; the default when it is invalid.</summary>
    /// <param name="text">The value as it was given.</param>
    /// <returns>False when the option is not given, or is not one of this command.</returns>
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

    private OptionResult? Find(string? name) =>
        name is not null && options.TryGetValue(name, out var option) && result?.GetResult(option) is { Implicit: false } found ? found : null;

    private IEnumerable<string> ErrorsOf(Setting setting) => Find(setting.Name) switch
    {
        null => [],
        { Tokens.Count: 0 } => [setting.RequiresValue], // the parser does not call validators then
        var found => found.Errors.Select(error => error.Message),
    };

    private bool IsOption(string word) => options.Values.Any(option => option.Name == word || option.Aliases.Contains(word));

    private static string Describe(string word) => IsDashed(word) ? $"unknown option '{word}'" : $"unexpected argument '{word}'";

    private static bool IsDashed(string word) => word.StartsWith('-') && word.Length > 1;

    /// <summary>
    /// The parser passes unknown options to a command that takes words. They are words only after <c>--</c>, and for the words
    /// that keepalived passes in a fixed order.
    /// </summary>
    /// <returns>What is wrong.</returns>
    private IEnumerable<string> TakeWords(Syntax syntax, string[] arguments, List<string> words)
    {
        var end = Array.IndexOf(arguments, "--");
        var literal = end < 0 ? words.Count : Math.Max(0, words.Count - (arguments.Length - end - 1));
        if (syntax.MinWords > 1)
        {
            literal = Math.Min(literal, words.TakeWhile(IsDashed).Count());
        }

        var unknown = words.Take(literal).Where(IsDashed).ToList();
        Words = words;
        if (unknown.Count > 0)
        {
            return unknown.Select(Describe);
        }

        if (words.Count > syntax.MaxWords)
        {
            return words.Skip(syntax.MaxWords).Select(word => $"unexpected argument '{word}'");
        }

        if (words.Count < syntax.MinWords)
        {
            return [$"{syntax.Name} requires {syntax.Words}: found {(words.Count == 0 ? "none" : string.Join(' ', words.Select(word => $"'{word}'")))}"];
        }

        return syntax.Choices.Count > 0 && !syntax.Choices.Contains(words[0], StringComparer.Ordinal)
            ? [$"invalid word '{words[0]}' for {syntax.Name}: expected {string.Join(" or ", syntax.Choices)}"]
            : [];
    }

    /// <summary>
    /// The parser separates name and value at a colon too, and ignores what is attached to a flag. Here <c>-c:FILE</c> has the
    /// value <c>:FILE</c>, as getopt(3) has it, <c>--name:VALUE</c> is an unknown option, and <c>--help=1</c> an error.
    /// </summary>
    private static string[] WithEqualsSigns(Syntax syntax, string[] arguments, List<string> errors)
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
            else if (end > 0 && word[end] == ':' && syntax.Options.Any(setting => name == setting.Name))
            {
                errors.Add($"unknown option '{word}'");
            }
            else if (end > 0 && word[end] == ':' && syntax.Options.Any(setting => name == setting.Alias))
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
        arguments.Length == 0 || arguments[0].StartsWith('-') || Commands.Find(arguments[0]) is not null
            || result.UnmatchedTokens.Contains(arguments[0], StringComparer.Ordinal)
            ? result.UnmatchedTokens
            : result.UnmatchedTokens.Prepend(arguments[0]);
}
