using ErhChecker.Decision;
using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>
/// Queries the router's ziti agent for its circuits: <c>ziti agent router dump-routes --app-type router</c>. Only root and the
/// router's own user may use the agent's socket; anyone else goes through <c>sudo -n</c>, which never prompts for a password.
/// </summary>
internal static class ZitiAgent
{
    /// <summary>The time limit of the agent.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>How much of the output is searched for the number, in bytes; it is in the first line.</summary>
    private const int MaxOutput = 64 * 1024;

    private static readonly string[] Arguments = ["agent", "router", "dump-routes", "--app-type", "router"];

    /// <summary>Whether this user may use the agent's socket without sudo.</summary>
    /// <param name="environment">The environment that the ziti program is run with: it names the temporary folder.</param>
    public static bool RunsDirectly(IReadOnlyDictionary<string, string> environment) =>
        Libc.geteuid() == 0 || AgentSocket.IsOwned(environment);

    /// <summary>The command for the user that runs the check.</summary>
    /// <param name="environment">The environment that it is run with.</param>
    public static string[] CommandFor(string zitiBinary, IReadOnlyDictionary<string, string> environment) =>
        RunsDirectly(environment) ? DirectCommand(zitiBinary) : ["sudo", "-n", .. DirectCommand(zitiBinary)];

    public static string[] DirectCommand(string zitiBinary) => [zitiBinary, .. Arguments];

    /// <summary>The number of circuits, or why it is unknown.</summary>
    /// <param name="command">The command that prints them: <see cref="CommandFor"/>, or in tests another.</param>
    /// <param name="environment">The environment to run it with.</param>
    public static CircuitCount CountCircuits(string[] command, IReadOnlyDictionary<string, string> environment, Deadline deadline)
    {
        var limit = deadline.Within(MaxWait);
        if (limit.IsOver)
        {
            return Late;
        }

        var agent = ChildProcess.Start(command, environment, limit, out var problem);
        using (agent)
        {
            if (limit.IsOver)
            {
                return CircuitCount.Unknown($"{command[0]} could not be started in time");
            }

            if (agent is null)
            {
                return CircuitCount.Unknown($"{command[0]} cannot be run: {problem}");
            }

            try
            {
                return Count(agent, string.Join(' ', command[..^Arguments.Length]), limit);
            }
            catch (OperationCanceledException)
            {
                return Late;
            }
        }
    }

    private static CircuitCount Late => CircuitCount.Unknown("the ziti agent did not respond in time");

    private static CircuitCount Count(ChildProcess agent, string program, Deadline limit)
    {
        var output = new byte[MaxOutput];
        for (var length = 0; length < output.Length;)
        {
            var got = agent.Read(output.AsSpan(length), limit);
            if (got == 0)
            {
                return agent.WaitForExit(limit) switch
                {
                    null => Late,
                    0 => CircuitCount.Unknown("the ziti agent's output contains no 'circuits (N)'"),
                    var code => CircuitCount.Unknown($"{program} exited with code {code}"),
                };
            }

            length += got;
            if (CircuitCountParser.TryFind(output.AsSpan(0, length), out var number))
            {
                return CircuitCount.Known(number, agent.WaitForExit(limit)); // the agent may end by itself
            }
        }

        return CircuitCount.Unknown($"the first {MaxOutput / 1024} KiB of the ziti agent's output contain no 'circuits (N)'");
    }
}
