using System.Buffers;
using System.Text;

namespace ErhChecker.Router;

/// <summary>
/// <c>$NAME</c> and <c>${NAME}</c> in the router's config, replaced as the router does it: with the rules of Go's
/// <c>os.ExpandEnv</c>, its bad syntax included. A variable that is not set gives nothing.
/// </summary>
internal static class EnvironmentReferences
{
    /// <summary>The longest value that is of use: a path. What grows beyond is not expanded to its end.</summary>
    public const int MaxLength = 4096;

    private static readonly SearchValues<char> SpecialNames = SearchValues.Create("*#$@!?-0123456789");

    /// <summary>Replaces every reference in <paramref name="text"/>.</summary>
    /// <param name="text">A value of the config.</param>
    /// <param name="environment">The variables.</param>
    public static string Expand(string text, IReadOnlyDictionary<string, string> environment)
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
                expanded.Append('$'); // no name follows: the dollar stands for itself
            }
            else if (name.Length > 0 && environment.TryGetValue(name, out var value))
            {
                expanded.Append(value);
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
                < 0 => ("", 1), // "${" without an end is eaten
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
