namespace ErhChecker.Decision;

/// <summary>The number of circuits, as far as it is known.</summary>
/// <param name="Queried">Whether the ziti agent was queried.</param>
/// <param name="Number">The number, or null when unknown.</param>
/// <param name="AgentExitCode">The exit code with which the agent ended; null when it did not end in time, or was not queried.</param>
/// <param name="WhyUnknown">Why the number is unknown; empty otherwise.</param>
internal sealed record CircuitCount(bool Queried, long? Number, int? AgentExitCode, string WhyUnknown)
{
    /// <summary>The agent was not queried.</summary>
    public static readonly CircuitCount NotQueried = new(false, null, null, "");

    /// <summary>The agent printed a number.</summary>
    /// <param name="agentExitCode">The exit code with which the agent then ended; null when it did not end in time.</param>
    public static CircuitCount Known(long number, int? agentExitCode = 0) => new(true, number, agentExitCode, "");

    /// <summary>The agent did not print a number.</summary>
    /// <param name="why">Why, a clause.</param>
    public static CircuitCount Unknown(string why) => new(true, null, null, why);
}
