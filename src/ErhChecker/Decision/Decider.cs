namespace ErhChecker.Decision;

/// <summary>The decision table.</summary>
internal static class Decider
{
    /// <summary>The management plane's own circuits: with this many or fewer, no session is left.</summary>
    private const int MaxManagementCircuits = 2;

    /// <summary>Decides. A verdict with <see cref="Verdict.NeedsCircuits"/> is provisional: count the circuits and decide again.</summary>
    /// <param name="usableLinks">The number of usable links; null when the router reports no links (before 0.28).</param>
    /// <param name="switchTimeoutSeconds">How long sessions may drain, in seconds.</param>
    /// <param name="circuits">The circuits, as far as they are known.</param>
    public static Verdict Decide(ControllerCheck controller, int? usableLinks, long switchTimeoutSeconds, CircuitCount circuits) =>
        (controller.Healthy, usableLinks) switch
        {
            (true, null) => new(CheckState.Healthy, "the controller is up (this router reports no links, so only the controller check applies)"),
            (true, > 0) => new(CheckState.Healthy, "the controller is up and at least one link is usable"),
            (true, _) => new(CheckState.NoLinks, "the controller is up, but no link is usable"),
            (false, null) => new(CheckState.Isolated, "the controller is lost (this router reports no links, so only the controller check applies)"),
            (false, > 0) => DecideDrain(controller, switchTimeoutSeconds, Trusted(circuits)),
            (false, _) => new(CheckState.Isolated, "the controller is lost and no link is usable"),
        };

    /// <summary>Decides without a health report. A config that exists and cannot be used says nothing about the router; any other cause counts as a router that is down.</summary>
    /// <param name="cause">Why there is none.</param>
    /// <param name="reason">The same, for the operator.</param>
    public static Verdict WithoutReport(NoReport cause, string reason) =>
        new(cause == NoReport.ConfigUnusable ? CheckState.Unknown : CheckState.Unreachable, reason, WhyNoReport: cause);

    /// <summary>Whether no session is left; an unknown number never counts as none.</summary>
    public static bool IsIdle(CircuitCount circuits) => circuits.Number <= MaxManagementCircuits;

    /// <summary>Only a small number ends a drain, so only then does a failure of the agent after printing it matter.</summary>
    public static CircuitCount Trusted(CircuitCount circuits) => circuits is { Number: <= MaxManagementCircuits and { } number, AgentExitCode: { } code and not 0 }
        ? CircuitCount.Unknown($"the ziti agent reported {(number == 1 ? "1 circuit" : $"{number} circuits")} but exited with code {code}")
        : circuits;

    private static Verdict DecideDrain(ControllerCheck controller, long switchTimeoutSeconds, CircuitCount circuits)
    {
        var age = controller.FailingForSeconds;
        var drain = new Drain(switchTimeoutSeconds, age, circuits);
        if (age is null)
        {
            return new(CheckState.Drained, "the controller is lost, and the router does not report since when", drain);
        }

        if (age > switchTimeoutSeconds)
        {
            return new(CheckState.Drained, "the controller has been lost for longer than the switch timeout", drain);
        }

        return IsIdle(circuits)
            ? new(CheckState.Drained, "the controller is lost and no sessions are left", drain)
            : new(CheckState.Draining, "the controller is lost, but existing sessions may continue over the links", drain, NeedsCircuits: !circuits.Queried);
    }
}
