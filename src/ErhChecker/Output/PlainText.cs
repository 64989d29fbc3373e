using System.Globalization;
using System.Text;

namespace ErhChecker.Output;

/// <summary>Makes text from outside safe for a log and a terminal.</summary>
internal static class PlainText
{
    /// <summary>The longest text of a line in the log, in bytes of UTF-8.</summary>
    public const int MaxLine = 8 * 1024;

    /// <summary>
    /// Escapes, as <c>\u001b</c>, what could inject log lines or terminal escapes or change the direction of writing: control characters,
    /// line and paragraph separators, invisible format characters, halves of surrogate pairs.
    /// </summary>
    public static string Escape(string text)
    {
        if (text.All(IsHarmless))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at) && !IsInvisible(CharUnicodeInfo.GetUnicodeCategory(text, at)))
            {
                escaped.Append(text, at++, 2);
            }
            else if (IsHarmless(text[at]))
            {
                escaped.Append(text[at]);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
            }
        }

        return escaped.ToString();
    }

    /// <summary>
    /// Cuts a text to the maximum length of a log line: several checks append to one file, each line with one write.
    /// </summary>
    public static string Clip(string text) => Clip(text, MaxLine);

    /// <summary>Cuts a text to a length in bytes of UTF-8, and notes that it is cut.</summary>
    public static string Clip(string text, int max)
    {
        if (Encoding.UTF8.GetByteCount(text) <= max)
        {
            return text;
        }

        var note = $"… (cut, {text.Length} characters)";
        var room = max - Encoding.UTF8.GetByteCount(note);
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return text[..end] + note;
    }

    /// <summary>Cuts a line to the columns of a terminal.</summary>
    public static string Fit(string text, int columns)
    {
        var (used, end) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += ColumnsOf(rune);
            if (used > columns)
            {
                return text[..end] + "…";
            }

            end += used < columns ? rune.Utf16SequenceLength : 0;
        }

        return text;
    }

    /// <summary>The columns that a text takes on a terminal.</summary>
    public static int Columns(string text) => text.EnumerateRunes().Sum(ColumnsOf);

    /// <summary>Two for the wide characters of East Asia and pictures, none for what is put on the character before.</summary>
    private static int ColumnsOf(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff01 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x3fffd) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };

    /// <summary>Breaks a text between words; a word that is too long keeps its line to itself.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>Whether <see cref="Escape"/> would write it otherwise.</summary>
    public static bool IsHarmful(Rune rune) => rune.IsAscii ? Rune.IsControl(rune) : IsInvisible(Rune.GetUnicodeCategory(rune));

    private static bool IsHarmless(char character) =>
        char.IsAscii(character) ? !char.IsControl(character) : !IsInvisible(char.GetUnicodeCategory(character));

    private static bool IsInvisible(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
