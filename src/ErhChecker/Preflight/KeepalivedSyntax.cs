using System.Text;

namespace ErhChecker.Preflight;

/// <summary>The syntax of a line of keepalived.conf, as keepalived's lib/parser.c reads it.</summary>
internal static class KeepalivedSyntax
{
    /// <summary>The longest line that keepalived reads, without its line feed, in bytes: MAXBUF less the end of a line and of a string.</summary>
    public const int MaxLine = 1022;

    private const string White = " \t\f\n\r\v";

    /// <summary>Removes a comment, the escapes of comment characters, and blanks at both ends.</summary>
    public static string RemoveComment(string line)
    {
        var text = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var character = line[at];
            if (character == '\\' && at + 1 < line.Length)
            {
                var next = line[++at];
                text.Append(!isQuoted && next is '#' or '!' ? "" : "\\").Append(next);
                continue;
            }

            if (!isQuoted && character is '#' or '!')
            {
                break;
            }

            isQuoted ^= character == '"';
            text.Append(character);
        }

        return text.ToString().Trim(' ', '\t');
    }

    /// <summary>A line for hosts with an id, <c>@ID</c>, or for all others, <c>@^ID</c>; null when it is not for this one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="configId">The id of this host.</param>
    public static string? ForThisHost(string line, string configId)
    {
        if (!line.StartsWith('@'))
        {
            return line;
        }

        var isForOthers = line.StartsWith("@^", StringComparison.Ordinal);
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end > 0 && line[(isForOthers ? 2 : 1)..end] == configId != isForOthers ? line[end..].Trim(' ', '\t') : null;
    }

    /// <summary>The pattern of <c>include</c>, <c>includer</c>, <c>includem</c>, <c>includew</c>, <c>includeb</c> or <c>includea</c>.</summary>
    public static string? Included(string line)
    {
        const string keyword = "include";
        if (!line.StartsWith(keyword, StringComparison.Ordinal))
        {
            return null;
        }

        var end = line.Length > keyword.Length && "rmwba".Contains(line[keyword.Length], StringComparison.Ordinal) ? keyword.Length + 1 : keyword.Length;
        return end < line.Length && line[end] is ' ' or '\t' ? line[end..].Trim(' ', '\t') : null;
    }

    /// <summary>Splits a line where a brace begins or ends a block: braces in double quotes do not count.</summary>
    public static List<string> SplitBlocks(string line)
    {
        var parts = new List<string>();
        var start = 0;
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            isQuoted ^= line[at] == '"';
            if (!isQuoted && line[at] is '{' or '}')
            {
                Add(line[start..at]);
                Add(line[at].ToString());
                start = at + 1;
            }
        }

        Add(line[start..]);
        return parts;

        void Add(string part)
        {
            if (part.Trim(' ', '\t') is { Length: > 0 } trimmed)
            {
                parts.Add(trimmed);
            }
        }
    }

    /// <summary>The words of a statement: double quotes hold a word together.</summary>
    public static List<string> SplitWords(string statement)
    {
        var words = new List<string>();
        for (var at = 0; TryReadWord(statement, ref at, out var start, out var end);)
        {
            words.Add(statement[start..end]);
        }

        return words;
    }

    /// <summary>The first word of a statement; empty without one.</summary>
    public static string FirstWord(string statement)
    {
        var at = 0;
        return TryReadWord(statement, ref at, out var start, out var end) ? statement[start..end] : "";
    }

    /// <summary>Finds the next word; <paramref name="at"/> moves behind it.</summary>
    private static bool TryReadWord(string statement, ref int at, out int start, out int end)
    {
        while (at < statement.Length && White.Contains(statement[at], StringComparison.Ordinal))
        {
            at++;
        }

        var isQuoted = at < statement.Length && statement[at] == '"';
        start = isQuoted ? at + 1 : at;
        end = isQuoted ? statement.IndexOf('"', start) : statement.AsSpan(start).IndexOfAny($"{White}\"") + start;
        end = end < start ? statement.Length : end;
        var isFound = at < statement.Length;
        at = Math.Min(isQuoted ? end + 1 : end, statement.Length);
        return isFound;
    }

    /// <summary>The words of a command: quotes of both kinds hold a word together, backslashes escape.</summary>
    /// <returns>Null when a quote is not closed, or nothing follows a backslash.</returns>
    public static List<string>? SplitCommand(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '\\')
            {
                if (at + 1 == text.Length)
                {
                    return null;
                }

                word ??= new StringBuilder();
                word.Append(Unescape(text, ref at));
            }
            else if (quote != '\0')
            {
                _ = character == quote ? quote = '\0' : word!.Append(character)[0];
            }
            else if (character is '"' or '\'')
            {
                quote = character;
                word ??= new StringBuilder();
            }
            else if (!White.Contains(character, StringComparison.Ordinal))
            {
                word ??= new StringBuilder();
                word.Append(character);
            }
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : null;
    }

    /// <summary>The character that an escape stands for; <paramref name="at"/> moves from the backslash to its last character.</summary>
    private static char Unescape(string text, ref int at)
    {
        var escaped = text[++at];
        var start = at;
        if (escaped == 'x' && at + 1 < text.Length && char.IsAsciiHexDigit(text[at + 1]))
        {
            var value = 0;
            while (at + 1 < text.Length && char.IsAsciiHexDigit(text[at + 1]))
            {
                value = (value << 4) | Convert.ToInt32(text[++at].ToString(), 16);
            }

            return (char)(value & 0xff);
        }

        if (escaped == 'c' && at + 1 < text.Length)
        {
            return (char)(text[++at] & 0x1f);
        }

        if (escaped is >= '0' and <= '7')
        {
            var value = escaped - '0';
            while (at - start < 2 && at + 1 < text.Length && text[at + 1] is >= '0' and <= '7')
            {
                value = (value << 3) | (text[++at] - '0');
            }

            return (char)(value & 0xff);
        }

        return escaped switch
        {
            'a' => '\a',
            'b' => '\b',
            'E' => '\e',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => escaped,
        };
    }
}
