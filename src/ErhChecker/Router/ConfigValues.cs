using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>The config's values with their environment references replaced; remembers the variables without a value.</summary>
internal sealed class ConfigValues(IReadOnlyDictionary<string, string> environment)
{
    private const int MaxShown = 5;

    private readonly List<string> unset = [];

    /// <summary>The text of a value; null when it is not a scalar, null, empty, or longer than a path.</summary>
    public string? Text(YamlValue? value)
    {
        if (value?.Text is not { Length: > 0 and <= EnvironmentReferences.MaxLength } text)
        {
            return null;
        }

        var expanded = EnvironmentReferences.Expand(text, environment, unset);
        return expanded.Length is 0 or > EnvironmentReferences.MaxLength ? null : expanded;
    }

    /// <summary>A hint for the end of a message, when a variable without a value may be the cause.</summary>
    public string UnsetText => unset.Count == 0
        ? ""
        : $"; empty or not set in the environment of this check: {string.Join(", ", unset.Distinct(StringComparer.Ordinal).Take(MaxShown))}";
}
