using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A command that only reports something, run to its end within a limit.</summary>
/// <param name="ExitCode">Its exit code; null when it could not be started, or did not end in time.</param>
/// <param name="Output">The first part of its standard output.</param>
/// <param name="Problem">Why there is no exit code; empty when there is one.</param>
internal sealed record Probe(int? ExitCode, string Output, string Problem)
{
    private const int MaxOutput = 16 * 1024; // bytes

    /// <summary>Runs a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="watchdog">Ends a program that cannot even be started.</param>
    /// <param name="time">The limit.</param>
    public static Probe Run(string[] command, IReadOnlyDictionary<string, string> environment, Watchdog watchdog, TimeSpan time)
    {
        var limit = watchdog.Deadline.Within(time);
        watchdog.Limit(limit.Left, ChildProcess.KillStarting);
        using var child = ChildProcess.Start(command, environment, out var problem);
        watchdog.Limit(TimeSpan.Zero, null);
        if (child is null)
        {
            return new(null, "", problem);
        }

        var output = new byte[MaxOutput];
        var length = 0;
        try
        {
            while (length < output.Length && child.Read(output.AsSpan(length), limit) is > 0 and var got)
            {
                length += got;
            }
        }
        catch (OperationCanceledException)
        {
            return new(null, "", "no response in time");
        }

        var exitCode = child.WaitForExit(limit);
        return new(exitCode, Encoding.UTF8.GetString(output, 0, length), exitCode is null ? "no response in time" : "");
    }
}
