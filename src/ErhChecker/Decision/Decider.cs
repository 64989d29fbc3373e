namespace ErhChecker.Decision;

/// <summary>The decision table.</summary>
internal static class Decider
{
    /// <summary>The circuits that the management plane keeps of its own; no session is among that many.</summary>
    public const int ManagementCircuits = 2;

    /// <summary>Decides; a verdict that <see cref="Verdict.NeedsCircuits"/> is to be decided again with their number.</summary>
    /// <param name="controller">The controller check.</param>
    /// <param name="usableLinks">How many links count; null when the router reports none at all (before 0.28).</param>
    /// <param name="switchTimeoutSeconds">How long sessions may drain.</param>
    /// <param name="circuits">The circuits, as far as they are known.</param>
    public static Verdict Decide(ControllerCheck controller, int? usableLinks, long switchTimeoutSeconds, CircuitCount circuits) =>
        (controller.Healthy, usableLinks) switch
        {
            (true, null) => new(CheckState.Healthy, "the controller is up and alone decides, as this router reports no links"),
            (true, > 0) => new(CheckState.Healthy, "the controller is up and a usable link is there"),
            (true, _) => new(CheckState.NoLinks, "the controller is up, but no usable link is left"),
            (false, null) => new(CheckState.Isolated, "the controller is lost and alone decides, as this router reports no links"),
            (false, > 0) => DecideDrain(controller, switchTimeoutSeconds, circuits),
            (false, _) => new(CheckState.Isolated, "the controller is lost and no usable link is left"),
        };

    /// <summary>How long the controller has been failing, in seconds by the router's own clock; null when it does not say.</summary>
    public static decimal? FailingFor(ControllerCheck controller) =>
        !controller.Healthy
        && RouterTime.TryParse(controller.FailingSince, out var since)
        && RouterTime.TryParse(controller.LastCheckTime, out var last)
            ? last - since
            : null;

    private static Verdict DecideDrain(ControllerCheck controller, long switchTimeoutSeconds, CircuitCount circuits)
    {
        var age = FailingFor(controller);
        var drain = new Drain(switchTimeoutSeconds, age, circuits);
        if (age is null)
        {
            return new(CheckState.Drained, "the controller is lost, and the router does not say since when", drain);
        }

        if (age > switchTimeoutSeconds)
        {
            return new(CheckState.Drained, "the controller is lost for longer than the switch timeout", drain);
        }

        return circuits.Number <= ManagementCircuits
            ? new(CheckState.Drained, "the controller is lost and no session is left", drain)
            : new(CheckState.Draining, "the controller is lost, but sessions may go on over the links", drain, NeedsCircuits: !circuits.Asked);
    }
}
