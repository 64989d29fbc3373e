namespace ErhChecker.Decision;

/// <summary>A time in the health report.</summary>
/// <param name="Text">The time as the router reports it.</param>
/// <param name="UnixSeconds">Seconds since 1970 with all reported digits; null when the text is not an RFC 3339 time.</param>
internal sealed record ReportedTime(string Text, decimal? UnixSeconds);
