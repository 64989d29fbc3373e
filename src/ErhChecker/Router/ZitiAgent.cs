using ErhChecker.Decision;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>
/// Asks the router's ziti agent for its circuits: <c>ziti agent router dump-routes --app-type router</c>. The agent's
/// socket is root's own; anyone else goes through <c>sudo -n</c>, which never asks for a password.
/// </summary>
internal static class ZitiAgent
{
    /// <summary>What the agent is given at most.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>The most that is read while looking for the number, in bytes; it stands in the first line.</summary>
    private const int MaxOutput = 64 * 1024;

    private static readonly string[] Arguments = ["agent", "router", "dump-routes", "--app-type", "router"];

    /// <summary>The number of circuits, or why it is unknown.</summary>
    /// <param name="zitiBinary">The ziti program.</param>
    /// <param name="environment">The environment to run it with.</param>
    /// <param name="cancelled">The deadline, or the end of the program.</param>
    public static CircuitCount Ask(string zitiBinary, IReadOnlyDictionary<string, string> environment, CancellationToken cancelled)
    {
        string[] command = Libc.EffectiveUser() == 0 ? [zitiBinary, .. Arguments] : ["sudo", "-n", zitiBinary, .. Arguments];
        using var agent = ChildProcess.Start(command, environment, out var problem);
        if (agent is null)
        {
            return CircuitCount.Unknown($"{command[0]} cannot be run: {problem}");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        limit.CancelAfter(MaxWait);
        using var late = limit.Token.Register(agent.Kill);
        try
        {
            return Count(agent, string.Join(' ', command[..^Arguments.Length]), limit.Token);
        }
        catch (OperationCanceledException)
        {
            return CircuitCount.Unknown("the ziti agent did not answer in time");
        }
    }

    private static CircuitCount Count(ChildProcess agent, string program, CancellationToken limit)
    {
        var output = new byte[MaxOutput];
        for (var length = 0; length < output.Length;)
        {
            var got = agent.Read(output.AsSpan(length), limit);
            if (got == 0)
            {
                return CircuitCount.Unknown(agent.WaitForExit(limit) switch
                {
                    null => "the ziti agent did not answer in time",
                    0 => "the ziti agent's answer holds no 'circuits (N)'",
                    var code => $"{program} ended with exit code {code}",
                });
            }

            length += got;
            if (CircuitText.TryFind(output.AsSpan(0, length), out var number))
            {
                return Confirm(number, agent, limit);
            }
        }

        return CircuitCount.Unknown($"the ziti agent's first {MaxOutput / 1024} KiB hold no 'circuits (N)'");
    }

    /// <summary>Only a small number cuts a drain short, so only there does a failure behind it matter.</summary>
    private static CircuitCount Confirm(long number, ChildProcess agent, CancellationToken limit) =>
        number <= Decider.ManagementCircuits && agent.WaitForExit(limit) is { } code and not 0
            ? CircuitCount.Unknown($"the ziti agent counted {number} circuits but ended with exit code {code}")
            : CircuitCount.Known(number);
}
