namespace ErhChecker.Wait;

/// <summary>What one look found.</summary>
/// <param name="IsReached">Whether it is what is waited for.</param>
/// <param name="Text">What was found, on one line.</param>
internal sealed record Observation(bool IsReached, string Text);
