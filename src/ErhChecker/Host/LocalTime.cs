using System.Globalization;

namespace ErhChecker.Host;

/// <summary>
/// Local time as the C library computes it: .NET does not know POSIX rules such as <c>TZ=CET-1CEST</c> and would show UTC.
/// </summary>
internal static unsafe class LocalTime
{
    /// <summary>Formats a time as <c>2026-11-22 08:00:00</c>, in local time.</summary>
    public static string Format(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        Libc.tm local;
        Libc.tzset();
        return Libc.localtime_r(&seconds, &local) is null
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{local.tm_year + 1900:0000}-{local.tm_mon + 1:00}-{local.tm_mday:00} {local.tm_hour:00}:{local.tm_min:00}:{local.tm_sec:00}");
    }
}
