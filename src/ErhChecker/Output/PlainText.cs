using System.Globalization;
using System.Text;

namespace ErhChecker.Output;

/// <summary>Text from outside, made fit for a log and a terminal.</summary>
internal static class PlainText
{
    /// <summary>
    /// Writes as <c>\u001b</c> what would forge a line, move a cursor or turn the direction of writing: control characters,
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

    /// <summary>Whether <see cref="Escape"/> would write it otherwise.</summary>
    public static bool IsHarmful(Rune rune) => rune.IsAscii ? Rune.IsControl(rune) : IsInvisible(Rune.GetUnicodeCategory(rune));

    private static bool IsHarmless(char character) =>
        char.IsAscii(character) ? !char.IsControl(character) : !IsInvisible(char.GetUnicodeCategory(character));

    private static bool IsInvisible(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
