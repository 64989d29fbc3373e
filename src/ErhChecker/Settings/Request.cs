namespace ErhChecker.Settings;

/// <summary>What the command line and the environment request.</summary>
internal abstract record Request
{
    /// <summary>Run a check.</summary>
    /// <param name="Settings">The effective settings.</param>
    /// <param name="Diagnostics">The variables whose values are invalid and were ignored.</param>
    internal sealed record Run(CheckSettings Settings, IReadOnlyList<Diagnostic> Diagnostics) : Request;

    /// <summary>Check the set-up.</summary>
    /// <param name="Settings">The settings as far as the command line and the environment give them.</param>
    internal sealed record Preflight(CheckSettings Settings) : Request;

    /// <summary>Show help.</summary>
    internal sealed record Help : Request;

    /// <summary>Show the version.</summary>
    internal sealed record Version : Request;

    /// <summary>The command line is invalid.</summary>
    /// <param name="Reasons">What is wrong, and what was expected.</param>
    /// <param name="Settings">The settings that could be read in spite of it: they name the log.</param>
    internal sealed record Invalid(IReadOnlyList<string> Reasons, CheckSettings Settings) : Request;
}
