using System.CommandLine;
using System.CommandLine.Parsing;

namespace ErhChecker.Settings;

/// <summary>Options, else variables, else defaults.</summary>
internal static class CommandLine
{
    /// <summary>Help's option.</summary>
    internal static readonly (string Alias, string Name) HelpNames = ("-h", "--help");

    /// <summary>The version's option.</summary>
    internal static readonly (string Alias, string Name) VersionNames = ("-v", "--version");

    /// <summary>Reads the arguments and the environment.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="environment">The environment's variables.</param>
    public static Request Read(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        // A host that sets variables only, as the guide has it, need not build a parser: 1.5 ms of an 18 ms check.
        var line = arguments.Length == 0 ? null : ParsedLine.Parse(arguments);
        if (line is { Help: true })
        {
            return new Request.Help();
        }

        if (line is { Version: true })
        {
            return new Request.Version();
        }

        var wrong = line?.Wrong ?? [];
        var diagnostics = new List<Diagnostic>();
        var settings = new CheckSettings
        {
            RouterConfigFile = Value(CheckSettings.RouterConfigFileSetting)!,
            ZitiBinaryFile = Value(CheckSettings.ZitiBinaryFileSetting)!,
            SwitchTimeoutSeconds = Value(CheckSettings.SwitchTimeoutSetting),
            NoTraversalFile = Value(CheckSettings.NoTraversalFileSetting),
            LogLevel = Value(CheckSettings.LogLevelSetting),
            LogFile = Value(CheckSettings.LogFileSetting),
            Timeout = Value(CheckSettings.TimeoutSetting),
            Output = Value(CheckSettings.OutputSetting),
        };
        return wrong.Count > 0 ? new Request.Invalid(wrong, settings) : new Request.Run(settings, diagnostics);

        T Value<T>(Setting<T> setting)
        {
            if (line?.Given(setting) is { } given)
            {
                if (given.Length > 0 && setting.TryRead(given, out var value))
                {
                    return value;
                }

                wrong.Add($"option {setting.OptionText}: '{given}' will not do, it wants {setting.Expected}");
                return setting.Default;
            }

            // Set but empty counts as not set.
            if (setting.Variable is null || !environment.TryGetValue(setting.Variable, out var text) || text.Length == 0)
            {
                return setting.Default;
            }

            if (setting.TryRead(text, out var fromVariable))
            {
                return fromVariable;
            }

            diagnostics.Add(new Diagnostic(
                LogLevel.Error,
                $"variable {setting.Variable}: '{text}' will not do, it wants {setting.Expected}; using the default, {setting.DefaultText}"));
            return setting.Default;
        }
    }

    /// <summary>The arguments as System.CommandLine reads them.</summary>
    private sealed class ParsedLine
    {
        private readonly Dictionary<Setting, string> given = [];

        public bool Help { get; private init; }

        public bool Version { get; private init; }

        public List<string> Wrong { get; } = [];

        public string? Given(Setting setting) => given.GetValueOrDefault(setting);

        public static ParsedLine Parse(string[] arguments)
        {
            try
            {
                return ParseWords(arguments);
            }
            catch (Exception unexpected)
            {
                // A command line that the parser stumbles over is a bad one.
                return new ParsedLine { Wrong = { $"the command line cannot be parsed: {unexpected.GetType().Name}" } };
            }
        }

        private static ParsedLine ParseWords(string[] given)
        {
            var wrong = new List<string>();
            var arguments = WithoutColons(given, wrong);
            // No RootCommand: its own help and version would only be taken out again, and their texts cost 0.4 ms to find.
            var command = new Command("erhchecker");
            var help = new Option<bool>(HelpNames.Name, HelpNames.Alias) { Arity = ArgumentArity.Zero };
            var version = new Option<bool>(VersionNames.Name, VersionNames.Alias) { Arity = ArgumentArity.Zero };
            command.Options.Add(help);
            command.Options.Add(version);
            var options = CheckSettings.All.ToDictionary(setting => setting, ToOption);
            foreach (var option in options.Values)
            {
                command.Options.Add(option);
            }

            // No response files: a value may begin with an @.
            var result = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            var line = new ParsedLine
            {
                Help = result.GetResult(help) is { Implicit: false },
                Version = result.GetResult(version) is { Implicit: false },
            };
            line.Wrong.AddRange(wrong);
            foreach (var (setting, option) in options)
            {
                line.Take(setting, result.GetResult(option), arguments);
            }

            foreach (var word in StrayWords(arguments, result))
            {
                line.Wrong.Add(word.StartsWith('-') && word.Length > 1
                    ? $"unknown option '{word}'"
                    : $"unexpected argument '{word}'");
            }

            if (line.Wrong.Count == 0)
            {
                line.Wrong.AddRange(result.Errors.Select(error => error.Message));
            }

            return line;
        }

        /// <summary>
        /// The parser splits at a colon as well as at '=', and passes over what is glued to an option without a value:
        /// here <c>-c:FILE</c> has the value <c>:FILE</c>, <c>--name:VALUE</c> is an unknown option, and <c>--help=1</c> an error.
        /// </summary>
        private static string[] WithoutColons(string[] arguments, List<string> wrong)
        {
            var words = new List<string>(arguments.Length);
            for (var at = 0; at < arguments.Length; at++)
            {
                var word = arguments[at];
                if (word == "--")
                {
                    words.AddRange(arguments.AsSpan(at));
                    break;
                }

                var end = word.AsSpan().IndexOfAny('=', ':');
                var name = end < 0 ? word : word[..end];
                if (end > 0 && IsFlag(name))
                {
                    wrong.Add($"option {name} takes no value: found '{word}'");
                }
                else if (end > 0 && word[end] == ':' && IsOption(name))
                {
                    if (name.StartsWith("--", StringComparison.Ordinal))
                    {
                        wrong.Add($"unknown option '{word}'");
                    }
                    else
                    {
                        words.Add($"{name}={word[end..]}");
                    }
                }
                else
                {
                    words.Add(word);
                }
            }

            return [.. words];
        }

        private static bool IsFlag(string name) =>
            name == HelpNames.Name || name == HelpNames.Alias || name == VersionNames.Name || name == VersionNames.Alias;

        /// <summary>The parser passes over a first word that is the program's name or stands in brackets; here it is as stray as any.</summary>
        private static IEnumerable<string> StrayWords(string[] arguments, ParseResult result) =>
            arguments.Length == 0 || arguments[0].StartsWith('-') || result.UnmatchedTokens.Contains(arguments[0], StringComparer.Ordinal)
                ? result.UnmatchedTokens
                : result.UnmatchedTokens.Prepend(arguments[0]);

        private void Take(Setting setting, OptionResult? result, string[] arguments)
        {
            if (result is null || result.Implicit)
            {
                return;
            }

            // The parser would take the next option for the value: a log named '--output'. With '=' it may be called so.
            if (result.Tokens.Count < result.IdentifierTokenCount
                || result.Tokens.Any(token => IsOption(token.Value) && arguments.Contains(token.Value, StringComparer.Ordinal)))
            {
                Wrong.Add($"option {setting.OptionText} wants a value: {setting.Expected}");
                return;
            }

            given[setting] = result.Tokens[^1].Value; // given twice, the last counts
        }

        private static bool IsOption(string word) => word.StartsWith('-') && CheckSettings.All
            .SelectMany(setting => new[] { setting.Name, setting.Alias })
            .Concat([HelpNames.Name, HelpNames.Alias, VersionNames.Name, VersionNames.Alias])
            .Contains(word.Split('=')[0], StringComparer.Ordinal);

        private static Option<string[]> ToOption(Setting setting)
        {
            string[] aliases = setting.Alias is null ? [] : [setting.Alias];
            return new Option<string[]>(setting.Name, aliases)
            {
                Arity = ArgumentArity.OneOrMore,
                AllowMultipleArgumentsPerToken = false,
            };
        }
    }
}
