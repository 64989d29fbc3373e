namespace ErhChecker.Decision;

/// <summary>What the check found.</summary>
internal enum CheckState
{
    /// <summary>Controller up, a usable link.</summary>
    Healthy,

    /// <summary>Controller up, no usable link.</summary>
    NoLinks,

    /// <summary>Controller lost, no usable link.</summary>
    Isolated,

    /// <summary>Controller lost, links up, sessions may go on.</summary>
    Draining,

    /// <summary>Controller lost, links up, the time for sessions is over or there are none.</summary>
    Drained,

    /// <summary>The router gave no health report.</summary>
    Unreachable,

    /// <summary>The config does not tell where to ask.</summary>
    Unknown,
}

/// <summary>The states' contract with keepalived and with those who read JSON.</summary>
internal static class CheckStates
{
    /// <summary>0 keeps the VIP, 1 gives it up.</summary>
    public static int ExitCode(this CheckState state) =>
        state is CheckState.Healthy or CheckState.Draining or CheckState.Unknown ? 0 : 1;

    /// <summary>The state's name in JSON, text and log.</summary>
    public static string Name(this CheckState state) => state switch
    {
        CheckState.Healthy => "healthy",
        CheckState.NoLinks => "noLinks",
        CheckState.Isolated => "isolated",
        CheckState.Draining => "draining",
        CheckState.Drained => "drained",
        CheckState.Unreachable => "unreachable",
        _ => "unknown",
    };
}

/// <summary>The drain that a lost controller starts.</summary>
/// <param name="SwitchTimeoutSeconds">How long it may last.</param>
/// <param name="FailingForSeconds">How long the controller has been failing; null when the router does not say.</param>
/// <param name="Circuits">The circuits.</param>
internal sealed record Drain(long SwitchTimeoutSeconds, decimal? FailingForSeconds, CircuitCount Circuits)
{
    /// <summary>What is left of it, never below 0; null when the router does not say since when it fails.</summary>
    public decimal? RemainingSeconds => FailingForSeconds is { } age ? Math.Max(0, SwitchTimeoutSeconds - age) : null;
}

/// <summary>The decision.</summary>
/// <param name="State">The state, which gives the exit code.</param>
/// <param name="Reason">Why, in words that stay the same while the state does.</param>
/// <param name="Drain">The drain, when there is one.</param>
/// <param name="NeedsCircuits">Whether the number of circuits could still change it.</param>
internal sealed record Verdict(CheckState State, string Reason, Drain? Drain = null, bool NeedsCircuits = false);
