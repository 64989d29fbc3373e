using System.Buffers;
using System.Text;

namespace ErhChecker.Router;

/// <summary>
/// <c>$NAME</c> and <c>${NAME}</c> in the router's config, replaced by the rules of Go's
/// <c>os.ExpandEnv</c>, including its handling of invalid syntax. A variable that is not set is empty.
/// </summary>
internal static class EnvironmentReferences
{
    /// <summary>The maximum length of a value, that of a path; expansion stops there.</summary>
    public const int MaxLength = 4096;

    private static readonly SearchValues<char> SpecialNames = SearchValues.Create("*#$@!?-0123456789");

    /// <summary>Replaces every reference in <paramref name="text"/>.</summary>
    /// <param name="text">A value of the config.</param>
    /// <param name="unset">Takes the names of those that are empty or not set.</param>
    public static string Expand(string text, IReadOnlyDictionary<string, string> environment, List<string>? unset = null)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length && expanded.Length <= MaxLength; at++)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                expanded.Append(text[at]);
                continue;
            }

            var (name, length) = ReadName(text.AsSpan(at + 1));
            if (length == 0)
            {
                expanded.Append('$'); // no name follows: the dollar is literal
            }
            else if (name.Length > 0 && environment.TryGetValue(name, out var value) && value.Length > 0)
            {
                expanded.Append(value);
            }
            else if (name.Length > 0)
            {
                unset?.Add(name);
            }

            at += length;
        }

        return expanded.ToString();
    }

    private static (string Name, int Length) ReadName(ReadOnlySpan<char> text)
    {
        if (text[0] == '{')
        {
            var close = text.IndexOf('}');
            return close switch
            {
                < 0 => ("", 1), // "${" without an end is removed
                1 => ("", 2), // and so is "${}"
                _ => (text[1..close].ToString(), close + 1),
            };
        }

        if (SpecialNames.Contains(text[0]))
        {
            return (text[0].ToString(), 1);
        }

        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return (text[..length].ToString(), length);
    }
}
