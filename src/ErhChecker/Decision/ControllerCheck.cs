namespace ErhChecker.Decision;

/// <summary>The router's check of its control channels, <c>controllerPing</c>.</summary>
/// <param name="Healthy">Whether any controller responds.</param>
/// <param name="FailingSince">When it began to fail; null when not reported.</param>
/// <param name="LastCheckTime">When it last ran; null when not reported.</param>
internal sealed record ControllerCheck(bool Healthy, ReportedTime? FailingSince, ReportedTime? LastCheckTime)
{
    /// <summary>
    /// How long it has been failing, in seconds by the router's own clock, and 0 when that clock was set back meanwhile; null when
    /// healthy or unknown.
    /// </summary>
    public decimal? FailingForSeconds =>
        Healthy || LastCheckTime?.UnixSeconds - FailingSince?.UnixSeconds is not { } seconds ? null : Math.Max(0, seconds);
}
