using System.Text;

namespace ErhChecker.Preflight;

/// <summary>
/// The definitions of keepalived.conf, <c>$NAME=VALUE</c>, and their references. Only values of one line are replaced: what else
/// keepalived offers stays as it is, and so shows as a <c>$</c> that could not be resolved.
/// </summary>
internal sealed class KeepalivedDefinitions
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Takes a definition.</summary>
    /// <param name="line">A line without comment.</param>
    /// <param name="isContinued">Whether the definition goes on in the next line.</param>
    /// <returns>Whether the line is a definition.</returns>
    public bool TryDefine(string line, out bool isContinued)
    {
        isContinued = false;
        var length = line.StartsWith('$') ? NameLength(line, 1) : 0;
        var equals = 1 + length;
        while (equals < line.Length && line[equals] is ' ' or '\t')
        {
            equals++;
        }

        if (length == 0 || equals == line.Length || line[equals] != '=')
        {
            return false;
        }

        var name = line.Substring(1, length);
        var value = line[(equals + 1)..].Trim(' ', '\t');
        isContinued = value.EndsWith('\\');
        if (isContinued)
        {
            values.Remove(name);
        }
        else
        {
            values[name] = value;
        }

        return true;
    }

    /// <summary>Replaces the references to what is defined, as far as the result is not longer than keepalived's line.</summary>
    public string Replace(string line)
    {
        const int maxRounds = 10; // a definition may refer to itself
        for (var round = 0; round < maxRounds && line.Contains('$', StringComparison.Ordinal); round++)
        {
            if (ReplaceOnce(line) is not { } replaced || replaced == line)
            {
                break;
            }

            line = replaced;
        }

        return line;
    }

    /// <returns>Null when the result is too long.</returns>
    private string? ReplaceOnce(string line)
    {
        var text = new StringBuilder();
        for (var at = 0; at < line.Length; at++)
        {
            var isBraced = at + 1 < line.Length && line[at + 1] == '{';
            var start = isBraced ? at + 2 : at + 1;
            var length = line[at] == '$' ? NameLength(line, start) : 0;
            var end = start + length;
            var isComplete = isBraced
                ? end < line.Length && line[end] == '}'
                : end == line.Length || line[end] is ' ' or '\t' or ',' or ')';
            if (length > 0 && isComplete && values.TryGetValue(line.Substring(start, length), out var value))
            {
                text.Append(value);
                at = isBraced ? end : end - 1;
            }
            else
            {
                text.Append(line[at]);
            }

            if (text.Length > KeepalivedSyntax.MaxLine)
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static int NameLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        return end - start;
    }
}
