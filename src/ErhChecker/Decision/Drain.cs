namespace ErhChecker.Decision;

/// <summary>The drain that the loss of the controller starts.</summary>
/// <param name="SwitchTimeoutSeconds">How long it may last, in seconds.</param>
/// <param name="FailingForSeconds">How long the controller has been lost, in seconds; null when unknown.</param>
internal sealed record Drain(long SwitchTimeoutSeconds, decimal? FailingForSeconds, CircuitCount Circuits)
{
    /// <summary>The remaining time in seconds, never below 0; null when unknown.</summary>
    public decimal? RemainingSeconds => FailingForSeconds is { } age ? Math.Max(0, SwitchTimeoutSeconds - age) : null;
}
