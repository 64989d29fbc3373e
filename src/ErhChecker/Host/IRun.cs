namespace ErhChecker.Host;

/// <summary>What a command hands to the <see cref="Supervisor"/>.</summary>
internal interface IRun
{
    /// <summary>The time limit, counted from the start of the process.</summary>
    TimeSpan TimeLimit { get; }

    /// <summary>Whether SIGTERM, SIGINT, SIGHUP and SIGQUIT end it.</summary>
    bool EndsBySignals => true;

    /// <summary>Does the work, on the main thread; looks at its clock's deadline wherever it waits.</summary>
    /// <exception cref="OperationCanceledException">The deadline has come; a signal brings it forward.</exception>
    void Work();

    /// <summary>What the run comes to if it ends now. Called once, on any thread, also while <see cref="Work"/> is blocked; does not block.</summary>
    /// <param name="failure">The exception that ended <see cref="Work"/>, an internal error; null otherwise.</param>
    Outcome End(Exception? failure);
}

/// <summary>What a run comes to.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Steps">Report the result, in this order. One that blocks delays the others, and does not prevent them.</param>
internal sealed record Outcome(int ExitCode, IReadOnlyList<Action> Steps)
{
    /// <summary>Writes to the log why the process ends, when there is no time for more; may block.</summary>
    public Action<string> WriteLastLine { get; init; } = _ => { };
}
