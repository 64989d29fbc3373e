using System.Globalization;

namespace ErhChecker.Settings;

/// <summary>A moment as an operator names it; what it means depends on the current time and the local zone.</summary>
internal abstract record TimeBound
{
    /// <summary>A duration back from now.</summary>
    internal sealed record Ago(TimeSpan Duration) : TimeBound;

    /// <summary>A date and a time of day.</summary>
    /// <param name="Time">The time on the clock.</param>
    /// <param name="Offset">Its offset from UTC; null for local time.</param>
    internal sealed record At(DateTime Time, TimeSpan? Offset) : TimeBound;

    /// <summary>The last time that it was this late.</summary>
    /// <param name="Time">The time of day on the local clock.</param>
    internal sealed record Last(TimeOnly Time) : TimeBound;

    /// <summary>Further back there are no histories.</summary>
    private static readonly TimeSpan MaxBack = TimeSpan.FromDays(36_500);

    private static readonly string[] LocalForms =
    [
        "yyyy-M-d", "yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm:ss.FFFFFFF",
        "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm:ss.FFFFFFF",
    ];

    private static readonly string[] ZonedForms = [.. LocalForms[1..].SelectMany(form => new[] { $"{form}zzz", $"{form} zzz", $"{form}'Z'" })];

    /// <summary>Parses one of: <c>90m</c>, <c>03:00</c>, <c>2026-11-28</c>, <c>2026-11-28 03:00:00 +01:00</c>.</summary>
    public static bool TryParse(string text, out TimeBound? bound)
    {
        text = text.Trim();
        bound = TryAgo(text) ?? (TimeBound?)TryLast(text) ?? TryAt(text);
        return bound is not (null or At { Time.Year: < 1970 or > 9998 }); // no clock shows it, and the other zone may have no such year
    }

    private static Ago? TryAgo(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        return unit > 0 && double.TryParse(text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new Ago(TimeSpan.FromSeconds(Math.Min(number * unit, MaxBack.TotalSeconds)))
            : null;
    }

    private static Last? TryLast(string text) =>
        TimeOnly.TryParseExact(text, ["H:mm", "H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? new Last(time) : null;

    private static At? TryAt(string text)
    {
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new At(local, Offset: null);
        }

        return DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned)
            ? new At(zoned.DateTime, zoned.Offset)
            : null;
    }
}
