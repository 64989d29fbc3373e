namespace ErhChecker.Settings;

/// <summary>Where a setting's value comes from.</summary>
internal enum SettingSource
{
    /// <summary>Neither option nor variable is given, or the variable is invalid.</summary>
    Default,

    /// <summary>The environment.</summary>
    Variable,

    /// <summary>The command line.</summary>
    Option,
}

/// <summary>A setting's value and where it comes from.</summary>
/// <param name="Value">The value, as it was given.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record EffectiveSetting(Setting Setting, string Value, SettingSource Source);
