using System.Text;

namespace ErhChecker.Fuzz.Reference;

/// <summary>A JSON value as RFC 8259 has it, read by the plainest reader there can be.</summary>
/// <param name="Kind">One of <c>{ [ " 0 t f n</c>.</param>
internal sealed record Json(char Kind)
{
    /// <summary>An object's members in their order, names given twice twice.</summary>
    public List<(string Name, Json Value)> Members { get; } = [];

    /// <summary>A list's items.</summary>
    public List<Json> Items { get; } = [];

    /// <summary>A text; one that is no Unicode stands as it was written.</summary>
    public string Text { get; init; } = "";

    /// <summary>The last member of this name, or null.</summary>
    public Json? this[string name]
    {
        get
        {
            Json? found = null;
            foreach (var (known, value) in Members)
            {
                found = known == name ? value : found;
            }

            return found;
        }
    }

    /// <summary>Reads a whole text; null when it is no JSON, or deeper than 64.</summary>
    public static Json? Read(byte[] text)
    {
        var reader = new Reader(text);
        var value = reader.Value(0);
        return value is not null && reader.AtEnd() ? value : null;
    }

    private sealed class Reader(byte[] text)
    {
        private const int MostDepth = 64;

        private int at;

        public bool AtEnd()
        {
            Space();
            return at == text.Length;
        }

        public Json? Value(int depth)
        {
            Space();
            return Peek() switch
            {
                '{' => depth < MostDepth ? Object(depth + 1) : null,
                '[' => depth < MostDepth ? List(depth + 1) : null,
                '"' => String() is { } found ? new Json('"') { Text = found } : null,
                't' => Word("true"),
                'f' => Word("false"),
                'n' => Word("null"),
                _ => Number(),
            };
        }

        private Json? Object(int depth)
        {
            var value = new Json('{');
            at++;
            Space();
            if (Take('}'))
            {
                return value;
            }

            while (true)
            {
                Space();
                if (Peek() != '"' || String() is not { } name)
                {
                    return null;
                }

                Space();
                if (!Take(':') || Value(depth) is not { } member)
                {
                    return null;
                }

                value.Members.Add((name, member));
                Space();
                if (Take('}'))
                {
                    return value;
                }

                if (!Take(','))
                {
                    return null;
                }
            }
        }

        private Json? List(int depth)
        {
            var value = new Json('[');
            at++;
            Space();
            if (Take(']'))
            {
                return value;
            }

            while (true)
            {
                if (Value(depth) is not { } item)
                {
                    return null;
                }

                value.Items.Add(item);
                Space();
                if (Take(']'))
                {
                    return value;
                }

                if (!Take(','))
                {
                    return null;
                }
            }
        }

        private string? String()
        {
            var found = new List<byte>();
            var isUnicode = true;
            var first = ++at;
            while (true)
            {
                var next = Peek();
                if (next is < 0x20)
                {
                    return null; // the end is below, too
                }

                at++;
                if (next == '"')
                {
                    return Decoded(found, isUnicode, text.AsSpan(first, at - 1 - first));
                }

                if (next != '\\')
                {
                    found.Add((byte)next);
                    continue;
                }

                var escape = "\"\\/bfnrt".IndexOf((char)Math.Max(Peek(), 0), StringComparison.Ordinal);
                if (escape >= 0 && Peek() > 0)
                {
                    found.Add((byte)"\"\\/\b\f\n\r\t"[escape]);
                    at++;
                }
                else if (!Take('u') || !Hex(out var unit))
                {
                    return null;
                }
                else if (!char.IsSurrogate(unit))
                {
                    found.AddRange(Encoding.UTF8.GetBytes(unit.ToString()));
                }
                else if (char.IsHighSurrogate(unit) && SecondHalf() is { } low)
                {
                    found.AddRange(Encoding.UTF8.GetBytes(new string([unit, low])));
                }
                else
                {
                    isUnicode = false;
                }
            }
        }

        private char? SecondHalf()
        {
            var back = at;
            if (Take('\\') && Take('u') && Hex(out var unit) && char.IsLowSurrogate(unit))
            {
                return unit;
            }

            at = back;
            return null;
        }

        private bool Hex(out char unit)
        {
            unit = '\0';
            for (var digit = 0; digit < 4; digit++, at++)
            {
                if (!Uri.IsHexDigit((char)Math.Max(Peek(), 0)))
                {
                    return false;
                }

                unit = (char)((unit * 16) + Uri.FromHex((char)Peek()));
            }

            return true;
        }

        private static string Decoded(List<byte> found, bool isUnicode, ReadOnlySpan<byte> written)
        {
            try
            {
                return isUnicode ? new UTF8Encoding(false, true).GetString([.. found]) : Encoding.UTF8.GetString(written);
            }
            catch (DecoderFallbackException)
            {
                return Encoding.UTF8.GetString(written);
            }
        }

        private Json? Number()
        {
            Take('-');
            if (!Take('0') && Digits() == 0)
            {
                return null;
            }

            if (Take('.') && Digits() == 0)
            {
                return null;
            }

            if (Take('e') || Take('E'))
            {
                _ = Take('+') || Take('-');
                if (Digits() == 0)
                {
                    return null;
                }
            }

            return new Json('0');
        }

        private int Digits()
        {
            var first = at;
            while (Peek() is >= '0' and <= '9')
            {
                at++;
            }

            return at - first;
        }

        private Json? Word(string word)
        {
            foreach (var letter in word)
            {
                if (!Take(letter))
                {
                    return null;
                }
            }

            return new Json(word[0]);
        }

        private void Space()
        {
            while (Peek() is ' ' or '\t' or '\r' or '\n')
            {
                at++;
            }
        }

        private int Peek() => at < text.Length ? text[at] : -1;

        private bool Take(char wanted)
        {
            if (Peek() != wanted)
            {
                return false;
            }

            at++;
            return true;
        }
    }
}
