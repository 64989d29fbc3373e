namespace ErhChecker.Decision;

/// <summary>The decision.</summary>
/// <param name="State">The state, which determines the exit code.</param>
/// <param name="Reason">The reason, in words that do not change while the state lasts.</param>
/// <param name="Drain">The drain; null in other states.</param>
/// <param name="NeedsCircuits">Whether the number of circuits could still change the decision.</param>
/// <param name="WhyNoReport">Why there was no health report; null when there was one.</param>
internal sealed record Verdict(CheckState State, string Reason, Drain? Drain = null, bool NeedsCircuits = false, NoReport? WhyNoReport = null);
