using System.Globalization;

namespace ErhChecker.Settings;

/// <summary>Reads the command and its settings.</summary>
internal static class CommandLine
{
    /// <summary>
    /// The most words of a command line. They are parsed before there is a deadline, in time that grows with their square; of
    /// a longer command line the first ones are parsed, for the log file's name.
    /// </summary>
    internal const int MaxWords = 1000;

    /// <summary>Reads the arguments and the environment.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    public static Request Read(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var syntax = arguments.Length > 0 ? Commands.Find(arguments[0]) : null;
        var options = syntax is null ? arguments : arguments[1..];
        syntax ??= Commands.Check;

        // A host that only sets variables, as in the guide, does not need the parser (docs/speed.md, "What was gained").
        var isTooLong = arguments.Length > MaxWords;
        var parsed = arguments.Length == 0 ? ParsedArguments.None : ParsedArguments.Parse(syntax, isTooLong ? options[..MaxWords] : options);
        if (parsed.Has(Flag.Help) && !isTooLong)
        {
            return new Request.Help(syntax);
        }

        if (parsed.Has(Flag.Version) && !isTooLong)
        {
            return new Request.Version();
        }

        var values = new SettingValues(parsed, environment);
        var settings = new CheckSettings(values);
        if (isTooLong)
        {
            return new Request.Invalid(
                [string.Create(CultureInfo.InvariantCulture, $"too many arguments: found {arguments.Length:N0}, expected {MaxWords:N0} or fewer")], settings, syntax);
        }

        if (parsed.Errors.Count > 0)
        {
            return new Request.Invalid(parsed.Errors, settings, syntax);
        }

        var check = new Request.Run(settings, values.Diagnostics);
        return syntax.Name switch
        {
            "" => check,
            "preflight" => new Request.Preflight(settings, options),
            "probe" => new Request.Probe(check),
            "notify" => Notify(check, parsed.Words, syntax),
            "history" => History(settings, parsed.Words, values, syntax),
            "wait" => new Request.Wait(check, parsed.Words[0] == "idle", values.Of(Commands.ForSetting)),
            _ => throw new InvalidOperationException($"unknown command '{syntax.Name}'"),
        };
    }

    private static Request Notify(Request.Run run, IReadOnlyList<string> words, Syntax syntax)
    {
        long priority = 0;
        if (words.Count > 3 && !long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out priority))
        {
            return new Request.Invalid([$"invalid PRIORITY '{words[3]}' for notify: expected a whole number, 0 or more"], run.Settings, syntax);
        }

        return new Request.Notify(run.Settings, run.Diagnostics, words[0], words[1], words[2], words.Count > 3 ? priority : null);
    }

    private static Request History(CheckSettings settings, IReadOnlyList<string> words, SettingValues values, Syntax syntax)
    {
        if (words.Count == 0 && settings.HistoryFile is null)
        {
            return new Request.Invalid(["history requires a file: name one, or set the variable HISTORY_FILE"], settings, syntax);
        }

        return new Request.History(
            settings, words.Count > 0 ? words : [settings.HistoryFile!], values.Of(Commands.SinceSetting), values.Of(Commands.UntilSetting));
    }
}
