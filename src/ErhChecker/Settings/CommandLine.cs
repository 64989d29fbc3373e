using System.Globalization;

namespace ErhChecker.Settings;

/// <summary>Reads the settings: options override variables; variables override defaults.</summary>
internal static class CommandLine
{
    /// <summary>
    /// The most words of a command line. They are parsed before there is a deadline, in time that grows with their square; of
    /// a longer command line the first ones are parsed, for the log file's name.
    /// </summary>
    internal const int MaxWords = 1000;

    /// <summary>Reads the arguments and the environment.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="environment">The environment's variables.</param>
    public static Request Read(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        // A host that only sets variables, as in the guide, does not need the parser (docs/speed.md, "What was gained").
        var isTooLong = arguments.Length > MaxWords;
        var parsed = arguments.Length == 0 ? ParsedArguments.None : ParsedArguments.Parse(isTooLong ? arguments[..MaxWords] : arguments);
        if (parsed.Has(Flag.Help) && !isTooLong)
        {
            return new Request.Help();
        }

        if (parsed.Has(Flag.Version) && !isTooLong)
        {
            return new Request.Version();
        }

        var diagnostics = new List<Diagnostic>();
        var effective = new List<EffectiveSetting>(CheckSettings.All.Count);
        var settings = new CheckSettings
        {
            RouterConfigFile = Value(CheckSettings.RouterConfigFileSetting)!,
            ZitiBinaryFile = Value(CheckSettings.ZitiBinaryFileSetting)!,
            SwitchTimeoutSeconds = Value(CheckSettings.SwitchTimeoutSetting),
            NoTraversalFile = Value(CheckSettings.NoTraversalFileSetting),
            Timeout = Value(CheckSettings.TimeoutSetting),
            LogLevel = Value(CheckSettings.LogLevelSetting),
            LogFile = Value(CheckSettings.LogFileSetting),
            StatusFile = Value(CheckSettings.StatusFileSetting),
            MetricsFile = Value(CheckSettings.MetricsFileSetting),
            Output = Value(CheckSettings.OutputSetting),
            Effective = effective,
        };
        if (isTooLong)
        {
            return new Request.Invalid(
                [string.Create(CultureInfo.InvariantCulture, $"too many arguments: found {arguments.Length:N0}, expected {MaxWords:N0} or fewer")], settings);
        }

        if (parsed.Errors.Count > 0)
        {
            return new Request.Invalid(parsed.Errors, settings);
        }

        return parsed.Has(Flag.Preflight) ? new Request.Preflight(settings) : new Request.Run(settings, diagnostics);

        T Value<T>(Setting<T> setting)
        {
            if (parsed.TryGetValue(setting, out var value, out var given))
            {
                effective.Add(new(setting, given, SettingSource.Option));
                return value;
            }

            // Set but empty counts as not set.
            if (setting.Variable is not null && environment.TryGetValue(setting.Variable, out var text) && text.Length > 0)
            {
                if (setting.TryParse(text, out value))
                {
                    effective.Add(new(setting, text, SettingSource.Variable));
                    return value;
                }

                diagnostics.Add(new Diagnostic(
                    LogLevel.Error,
                    $"invalid value '{text}' for the variable {setting.Variable}: expected {setting.Expected}; the default, {setting.DefaultText}, is used"));
            }

            effective.Add(new(setting, setting.DefaultText, SettingSource.Default));
            return setting.Default;
        }
    }
}
