namespace ErhChecker.Keepalived.Machines;

/// <summary>How a command ended and what it said, standard error after standard output.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything it said.</summary>
    public string Said => Output + Error;

    /// <summary>Fails with what the command said where it ended otherwise.</summary>
    public CommandResult Expect(int exitCode, string what) => ExitCode == exitCode
        ? this
        : throw new InvalidOperationException($"{what}: exit {ExitCode}, expected {exitCode}\n{Said}");
}
