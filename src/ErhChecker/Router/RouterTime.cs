using System.Globalization;
using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>The router's timestamps: RFC 3339 as Go writes it, with a fraction of any length, in Z or with an offset.</summary>
internal static class RouterTime
{
    private const int SecondsLength = 19; // 2026-11-22T10:00:00
    private const int MaxFractionDigits = 15; // more than Go's 9, and a decimal holds them exactly

    /// <summary>RFC 3339 allows its letters in either case.</summary>
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd't'HH:mm:ss"];

    /// <summary>Reads a time of the report, whatever its text.</summary>
    public static ReportedTime Read(string text) => new(text, TryParse(text, out var seconds) ? seconds : null);

    /// <summary>Seconds since 1970, exact to the last digit: a drain of exactly the switch timeout is not over.</summary>
    public static bool TryParse(string? text, out decimal seconds)
    {
        seconds = 0;
        if (text is null || text.Length <= SecondsLength)
        {
            return false;
        }

        var rest = text.AsSpan(SecondsLength);
        var fraction = 0m;
        if (rest[0] == '.')
        {
            var digits = rest[1..];
            var length = digits.IndexOfAnyExceptInRange('0', '9');
            if (length <= 0
                || !decimal.TryParse($"0.{digits[..Math.Min(length, MaxFractionDigits)]}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction))
            {
                return false;
            }

            rest = digits[length..];
        }

        if (!DateTime.TryParseExact(text.AsSpan(0, SecondsLength), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || !TryParseOffset(rest, out var offsetSeconds))
        {
            return false;
        }

        seconds = ((local - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) - offsetSeconds + fraction;
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text is not [('+' or '-') and var sign, .. { Length: 5 } clock]
            || clock[2] != ':'
            || !int.TryParse(clock[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(clock[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23
            || minutes > 59)
        {
            return false;
        }

        seconds = ((hours * 60) + minutes) * 60 * (sign == '-' ? -1 : 1);
        return true;
    }
}
