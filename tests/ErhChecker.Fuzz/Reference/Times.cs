using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ErhChecker.Fuzz.Reference;

/// <summary>RFC 3339 times, as whole numbers of 10⁻¹⁵ s.</summary>
internal static partial class Times
{
    /// <summary>10⁻¹⁵ s in a second.</summary>
    public static readonly BigInteger Second = BigInteger.Pow(10, 15);

    private static readonly int[] Days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>The time, or null when it is missing or none.</summary>
    public static BigInteger? Read(string? text)
    {
        var match = Rfc3339.Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Number(match, "Y"), Number(match, "M"), Number(match, "D"));
        var (hour, minute, second) = (Number(match, "h"), Number(match, "m"), Number(match, "s"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DaysOf(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var seconds = (((((DaysBefore(year, month) + day) * 24) + hour) * 60) + minute) * 60 + second;
        if (match.Groups["sign"].Success)
        {
            var (hours, minutes) = (Number(match, "oh"), Number(match, "om"));
            if (hours > 23 || minutes > 59)
            {
                return null;
            }

            seconds += (match.Groups["sign"].Value == "-" ? 1 : -1) * ((hours * 60) + minutes) * 60;
        }

        var fraction = (match.Groups["f"].Value + new string('0', 15))[..15];
        return (seconds * Second) + BigInteger.Parse(fraction, CultureInfo.InvariantCulture);
    }

    private static BigInteger DaysBefore(int year, int month)
    {
        BigInteger days = 0;
        for (var y = 1900; y < year; y++)
        {
            days += IsLeap(y) ? 366 : 365;
        }

        for (var y = year; y < 1900; y++)
        {
            days -= IsLeap(y) ? 366 : 365;
        }

        for (var m = 1; m < month; m++)
        {
            days += DaysOf(year, m);
        }

        return days;
    }

    private static int DaysOf(int year, int month) => month == 2 && IsLeap(year) ? 29 : Days[month - 1];

    private static bool IsLeap(int year) => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<Y>[0-9]{4})-(?<M>[0-9]{2})-(?<D>[0-9]{2})[Tt](?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})(\.(?<f>[0-9]+))?(?:[Zz]|(?<sign>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2}))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339 { get; }
}
