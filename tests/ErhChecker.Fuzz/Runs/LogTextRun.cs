using ErhChecker.Fuzz.Generators;
using ErhChecker.Output;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Text from outside, on its way to a log or a terminal.</summary>
internal static class LogTextRun
{
    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        var dice = new Dice(seed);
        var text = dice.Text(60, "ab\0\a\b\t\n\v\f\r\u001b\u007f\u0085\u009b\u00ad\u061c\u200b\u200e\u2028\u2029\u202e\u2066\ufeff\ufff9\ud83d\ude00\udb40\udc01\ue000é€字\\");
        var escaped = PlainText.Escape(text);
        for (var at = 0; at < escaped.Length; at++)
        {
            var category = System.Globalization.CharUnicodeInfo.GetUnicodeCategory(escaped, at);
            if (category is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                or System.Globalization.UnicodeCategory.PrivateUse
                || (char.IsSurrogate(escaped[at]) && !char.IsSurrogatePair(escaped, at) && !(at > 0 && char.IsSurrogatePair(escaped, at - 1))))
            {
                return $"U+{(int)escaped[at]:X4} was let through";
            }
        }

        return null;
    }
}
