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
    public static string Clip(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxLine)
        {
            return text;
        }

        var note = $"… (cut, {text.Length} characters)";
        var room = MaxLine - Encoding.UTF8.GetByteCount(note);
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
