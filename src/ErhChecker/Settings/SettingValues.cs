namespace ErhChecker.Settings;

/// <summary>The values of settings: options override variables; variables override defaults.</summary>
internal sealed class SettingValues(ParsedArguments parsed, IReadOnlyDictionary<string, string> environment)
{
    private readonly List<EffectiveSetting> effective = [];
    private readonly List<Diagnostic> diagnostics = [];

    /// <summary>Every value that was read, and where it comes from.</summary>
    public IReadOnlyList<EffectiveSetting> Effective => effective;

    /// <summary>The variables whose values are invalid and were ignored.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public T Of<T>(Setting<T> setting)
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
