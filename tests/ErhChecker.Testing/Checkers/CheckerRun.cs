using System.Text.Json;
using System.Text.RegularExpressions;

namespace ErhChecker.Testing.Checkers;

/// <summary>What a checker that has ended has left.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Elapsed">From its start until it had ended and its streams were closed.</param>
internal sealed partial record CheckerRun(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>The lines on standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The verdict's state in the output of <c>--output json</c>.</summary>
    public string State => JsonDocument.Parse(Output).RootElement.GetProperty("state").GetString()!;

    /// <summary>Whether this text holds what a program prints that has not caught its own error, or an identifier of .NET.</summary>
    public static bool TellsOfCrash(string text) => Crash.IsMatch(text);

    /// <summary>Everything, for the message of a failed test.</summary>
    public override string ToString() =>
        $"exit {ExitCode} after {Elapsed.TotalMilliseconds:0} ms\n--- stdout\n{Output}\n--- stderr\n{Error}";

    [GeneratedRegex(@"Traceback \(most recent|Unhandled exception|^\s+at [\w.<>]+[(!]|\b[A-Z]\w*Exception\b|\bSystem\.[A-Z]", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Crash { get; }
}
