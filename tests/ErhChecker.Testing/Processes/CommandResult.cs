namespace ErhChecker.Testing.Processes;

/// <summary>How a command ended, and what it printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output, then standard error.</summary>
    public string Said => Output + Error;

    /// <summary>The output's lines.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails with everything that was printed where it ended otherwise.</summary>
    public CommandResult Expect(int exitCode, string what) => ExitCode == exitCode
        ? this
        : throw new InvalidOperationException($"{what}: expected exit {exitCode}, but {this}");

    /// <summary>Everything, for the message of a failed test.</summary>
    public override string ToString() => $"exit {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}
