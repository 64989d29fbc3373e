using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>The config's values with their environment references replaced; remembers whether a variable was not set.</summary>
internal sealed class ConfigValues(IReadOnlyDictionary<string, string> environment)
{
    private bool someUnset;

    /// <summary>The text of a value; null when it is not a scalar, null, empty, or longer than a path.</summary>
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

    /// <summary>A hint for the end of a message, when a variable that is not set may be the cause.</summary>
    public string UnsetText => someUnset
        ? "; references such as ${NAME} are replaced from the environment of this check"
        : "";
}
