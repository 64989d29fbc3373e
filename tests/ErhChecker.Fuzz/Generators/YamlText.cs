using System.Globalization;
using System.Text;

namespace ErhChecker.Fuzz.Generators;

/// <summary>
/// Writes values as YAML in one of the many ways there are: block or flow, quoted or plain, with anchors, comments, other
/// ends of lines and encodings. What is written means the same in all of them.
/// </summary>
internal sealed class YamlText(Dice dice)
{
    private readonly StringBuilder text = new();
    private readonly bool hasComments = dice.OneIn(3);
    private readonly bool isFlow = dice.OneIn(6);
    private int anchors;

    /// <summary>The document.</summary>
    /// <param name="value">A text, a list of values, a list of pairs, or null.</param>
    public byte[] Document(object? value)
    {
        if (dice.OneIn(6))
        {
            text.Append(dice.Of("--- # config\n", "---\n", "%YAML 1.1\n---\n", "# first\n\n"));
        }

        if (isFlow)
        {
            Flow(value);
            text.Append('\n');
        }
        else
        {
            Block(value, 0, isAtLineStart: true);
        }

        if (dice.OneIn(8))
        {
            text.Append(dice.Of("...\n", "# the end", "\n\n\n", "---\nanother: document\n", "---\n: [ not read\n", "---\n]", "...\n\u0007\0\n", isFlow ? "]\n" : "--- }"));
        }

        return Encoded();
    }

    private byte[] Encoded()
    {
        var written = text.ToString();
        if (dice.OneIn(6))
        {
            written = written.Replace("\n", "\r\n", StringComparison.Ordinal);
        }

        Encoding encoding = dice.Below(20) switch
        {
            0 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            1 => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            2 => new UTF32Encoding(bigEndian: false, byteOrderMark: true),
            3 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(written)];
    }

    private void Block(object? value, int indent, bool isAtLineStart)
    {
        switch (value)
        {
            case List<object?> { Count: > 0 } list when !dice.OneIn(5):
                if (!isAtLineStart)
                {
                    text.Append('\n');
                }

                foreach (var item in list)
                {
                    Comment(indent);
                    text.Append(' ', indent).Append("- ");
                    Anchor();
                    Inner(item, indent + 2);
                }

                break;
            case List<(string Key, object? Value)> { Count: > 0 } map when !dice.OneIn(8):
                if (!isAtLineStart)
                {
                    text.Append('\n');
                }

                foreach (var (key, member) in map)
                {
                    Comment(indent);
                    text.Append(' ', indent).Append(Scalar(key)).Append(": ");
                    Anchor();
                    Inner(member, indent + 2);
                }

                break;
            default:
                Flow(value);
                text.Append(hasComments && dice.OneIn(8) ? " # so" : "").Append('\n');
                break;
        }
    }

    private void Inner(object? value, int indent) => Block(value, indent, isAtLineStart: false);

    private void Flow(object? value)
    {
        switch (value)
        {
            case null:
                text.Append(dice.Of("null", "~", "Null"));
                break;
            case string scalar:
                text.Append(Scalar(scalar));
                break;
            case List<object?> list:
                text.Append('[');
                for (var at = 0; at < list.Count; at++)
                {
                    text.Append(at > 0 ? ", " : "");
                    Flow(list[at]);
                }

                text.Append(']');
                break;
            case List<(string Key, object? Value)> map:
                text.Append('{');
                for (var at = 0; at < map.Count; at++)
                {
                    text.Append(at > 0 ? ", " : "").Append(Scalar(map[at].Key)).Append(": ");
                    Flow(map[at].Value);
                }

                text.Append('}');
                break;
            default:
                throw new ArgumentException("no value of YAML", nameof(value));
        }
    }

    private string Scalar(string scalar)
    {
        var isPlain = scalar.Length > 0
            && scalar.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '-' or '_' or '$' or ':')
            && !scalar.Contains(": ", StringComparison.Ordinal) && !scalar.EndsWith(':') && !scalar.StartsWith(':') && !scalar.StartsWith('-')
            && !string.Equals(scalar, "null", StringComparison.OrdinalIgnoreCase) && scalar != "~";
        return dice.Below(4) switch
        {
            0 when !scalar.Any(char.IsControl) => "'" + scalar.Replace("'", "''", StringComparison.Ordinal) + "'",
            1 or 0 => DoubleQuoted(scalar),
            _ => isPlain ? scalar : DoubleQuoted(scalar),
        };
    }

    private string DoubleQuoted(string scalar)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in scalar)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(letter) || dice.OneIn(30) => "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private void Comment(int indent)
    {
        if (hasComments && dice.OneIn(6))
        {
            text.Append(' ', indent).Append(dice.Of("# a comment: with a colon\n", "#\n", "# - not an item\n"));
        }
    }

    private void Anchor()
    {
        if (dice.OneIn(25))
        {
            text.Append("&a").Append(anchors++).Append(' ');
        }
    }
}
