using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>The config's values with their environment references replaced; remembers which variables were not set.</summary>
internal sealed class ConfigValues(IReadOnlyDictionary<string, string> environment)
{
    private bool someUnset;

    /// <summary>The text of a value, or null when it is no scalar, null, empty, or longer than any host or path.</summary>
    public string? Text(YamlValue? value)
    {
        if (value?.Text is not { Length: > 0 and <= EnvironmentReferences.MaxLength } text)
        {
            return null;
        }

        var expanded = EnvironmentReferences.Expand(text, environment);
        someUnset |= text.Contains('$', StringComparison.Ordinal) && expanded.Length < text.Length;
        return expanded.Length is 0 or > EnvironmentReferences.MaxLength ? null : expanded;
    }

    /// <summary>A hint to end a complaint with, where a reference may be to blame.</summary>
    public string UnsetText => someUnset
        ? "; references such as ${NAME} are replaced from the environment of this check"
        : "";
}
