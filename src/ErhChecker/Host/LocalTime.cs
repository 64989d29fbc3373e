using System.Globalization;

namespace ErhChecker.Host;

/// <summary>
/// Local time as the C library knows it: .NET takes a POSIX rule such as <c>TZ=CET-1CEST</c> for an unknown zone, and shows UTC.
/// </summary>
internal static unsafe class LocalTime
{
    /// <summary>The time as <c>2026-11-22 08:00:00</c>.</summary>
    /// <param name="time">A moment.</param>
    public static string Text(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        Libc.BrokenDownTime local;
        Libc.ReadTimeZone();
        return Libc.ToLocalTime(&seconds, &local) is null
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{local.YearFrom1900 + 1900:0000}-{local.MonthFromZero + 1:00}-{local.Day:00} {local.Hour:00}:{local.Minute:00}:{local.Second:00}");
    }
}
