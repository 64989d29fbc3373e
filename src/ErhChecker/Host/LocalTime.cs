using System.Globalization;

namespace ErhChecker.Host;

/// <summary>
/// Local time as the C library computes it: .NET does not know POSIX rules such as <c>TZ=CET-1CEST</c> and would show UTC.
/// </summary>
internal static unsafe class LocalTime
{
    /// <summary>Formats a time as <c>2026-11-22 08:00:00</c>, in local time.</summary>
    public static string Format(DateTimeOffset time) =>
        Of(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The time with the offset of the local zone.</summary>
    public static DateTimeOffset Of(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        Libc.tm local;
        Libc.tzset();
        return Libc.localtime_r(&seconds, &local) is null ? time.ToUniversalTime() : time.ToOffset(TimeSpan.FromMinutes(local.tm_gmtoff / 60));
    }

    /// <summary>
    /// The moments at which the local clock shows a time: two when it is set back, one near by when it is set forward, else one.
    /// </summary>
    /// <param name="clock">What the clock shows.</param>
    public static IReadOnlyList<DateTimeOffset> MomentsOf(DateTime clock)
    {
        Libc.tzset();
        var moments = new[] { Moment(clock, 0), Moment(clock, 1) }.Where(moment => Of(moment).DateTime == clock).Distinct().Order().ToList();
        return moments.Count > 0 ? moments : [Moment(clock, -1)];
    }

    /// <param name="clock">What the clock shows.</param>
    /// <param name="summer">As <c>tm_isdst</c> of mktime(3): 1 for daylight saving time, 0 for standard time, -1 for what applies.</param>
    private static DateTimeOffset Moment(DateTime clock, int summer)
    {
        var local = new Libc.tm
        {
            tm_year = clock.Year - 1900,
            tm_mon = clock.Month - 1,
            tm_mday = clock.Day,
            tm_hour = clock.Hour,
            tm_min = clock.Minute,
            tm_sec = clock.Second,
            tm_isdst = summer,
        };
        return DateTimeOffset.FromUnixTimeSeconds(Libc.mktime(&local)).AddTicks(clock.Ticks % TimeSpan.TicksPerSecond);
    }
}
