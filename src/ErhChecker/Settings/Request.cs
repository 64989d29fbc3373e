namespace ErhChecker.Settings;

/// <summary>What the command line and the environment request.</summary>
internal abstract record Request
{
    /// <summary>Run a check.</summary>
    /// <param name="Diagnostics">The variables whose values are invalid and were ignored.</param>
    internal sealed record Run(CheckSettings Settings, IReadOnlyList<Diagnostic> Diagnostics) : Request;

    /// <summary>Check the set-up.</summary>
    /// <param name="Settings">The settings as far as the command line and the environment give them.</param>
    /// <param name="Options">The options on the command line.</param>
    internal sealed record Preflight(CheckSettings Settings, string[] Options) : Request;

    /// <summary>Answer a load balancer's probe with a check.</summary>
    internal sealed record Probe(Run Check) : Request;

    /// <summary>Record a VRRP transition.</summary>
    /// <param name="Diagnostics">The variables whose values are invalid and were ignored.</param>
    /// <param name="Type">INSTANCE or GROUP; any other word is recorded too.</param>
    /// <param name="Name">The name of the instance or group.</param>
    /// <param name="State">The new state; any word is recorded.</param>
    /// <param name="Priority">The priority; null when it is not given.</param>
    internal sealed record Notify(
        CheckSettings Settings, IReadOnlyList<Diagnostic> Diagnostics, string Type, string Name, string State, long? Priority) : Request;

    /// <summary>Print a timeline.</summary>
    /// <param name="Files">The files; <c>-</c> is standard input.</param>
    /// <param name="Since">Where to begin; null for the first event.</param>
    /// <param name="Until">Where to end; null for the last event.</param>
    internal sealed record History(CheckSettings Settings, IReadOnlyList<string> Files, TimeBound? Since, TimeBound? Until) : Request;

    /// <summary>Wait until the host is healthy or idle.</summary>
    /// <param name="ForIdle">Whether to wait until no session is left, instead of for a healthy check.</param>
    /// <param name="For">How long; zero for one try.</param>
    internal sealed record Wait(Run Check, bool ForIdle, TimeSpan For) : Request;

    internal sealed record Help(Syntax Of) : Request;

    internal sealed record Version : Request;

    /// <summary>The command line is invalid.</summary>
    /// <param name="Reasons">What is wrong, and what was expected.</param>
    /// <param name="Settings">The settings that could be read in spite of it: they name the log.</param>
    internal sealed record Invalid(IReadOnlyList<string> Reasons, CheckSettings Settings, Syntax Of) : Request;
}
