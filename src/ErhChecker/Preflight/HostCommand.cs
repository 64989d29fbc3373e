using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A command that only reports something, run to its end within a limit.</summary>
/// <param name="exitCode">Its exit code; null when it could not be started, or did not end in time.</param>
/// <param name="output">The first part of its standard output.</param>
/// <param name="problem">Why there is no exit code; empty when there is one.</param>
internal sealed class HostCommand(int? exitCode, string output, string problem)
{
    private const int MaxOutput = 16 * 1024; // bytes

    /// <summary>Its exit code; null when it could not be started, or did not end in time.</summary>
    public int? ExitCode => exitCode;

    /// <summary>The first part of its standard output.</summary>
    public string Output => output;

    /// <summary>Why there is no exit code; empty when there is one.</summary>
    public string Problem => problem;

    /// <summary>False when the system refused to start the program.</summary>
    public bool IsStarted { get; init; } = true;

    /// <summary>Runs a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="clock">The deadline of all.</param>
    /// <param name="time">The limit.</param>
    /// <exception cref="OperationCanceledException">The deadline of all came first: nothing is known about the command.</exception>
    public static HostCommand Run(string[] command, IReadOnlyDictionary<string, string> environment, RunClock clock, TimeSpan time)
    {
        var limit = clock.Deadline.Within(time);
        using var child = ChildProcess.Start(command, environment, limit, out var reason);
        if (child is null)
        {
            clock.Deadline.ThrowIfOver();
            return new(null, "", reason) { IsStarted = limit.IsOver };
        }

        var printed = new byte[MaxOutput];
        var length = 0;
        try
        {
            while (length < printed.Length && child.Read(printed.AsSpan(length), limit) is > 0 and var got)
            {
                length += got;
            }
        }
        catch (OperationCanceledException)
        {
            clock.Deadline.ThrowIfOver();
            return new(null, "", "no response in time");
        }

        var code = child.WaitForExit(limit);
        if (code is null)
        {
            clock.Deadline.ThrowIfOver();
        }

        return new(code, Encoding.UTF8.GetString(printed, 0, length), code is null ? "no response in time" : "");
    }
}
