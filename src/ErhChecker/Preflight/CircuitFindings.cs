using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Output;

namespace ErhChecker.Preflight;

/// <summary>Why the circuits cannot be counted.</summary>
internal enum CircuitObstacle
{
    /// <summary>The ziti program or its agent.</summary>
    Agent,

    /// <summary>The ziti program does not exist.</summary>
    Program,

    /// <summary>sudo is not installed.</summary>
    Sudo,

    /// <summary>No rule allows the command.</summary>
    SudoRule,
}

/// <summary>Judges whether the circuits can be counted: a check does it only while sessions drain.</summary>
internal static class CircuitFindings
{
    private const string Name = "circuits";

    /// <summary>Judges the count.</summary>
    /// <param name="circuits">The count, or why it is unknown.</param>
    /// <param name="how">How it was counted: <c>directly</c> or <c>through sudo</c>.</param>
    /// <param name="zitiBinary">The ziti program.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="obstacle">What is in the way, where the count is unknown.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Judge(CircuitCount circuits, string how, string zitiBinary, string user, CircuitObstacle obstacle, PreflightReport report)
    {
        if (circuits.Number is { } number && circuits.AgentExitCode is 0 or null)
        {
            report.Ok(Name, $"{Plural.Of(number, "circuit")}, counted {how} with {zitiBinary}");
        }
        else
        {
            report.Fail(Name, $"circuits cannot be counted: {Why(circuits)}", Remedy(zitiBinary, user, obstacle));
        }
    }

    /// <summary>The line that sudoers needs.</summary>
    public static string SudoersLine(string zitiBinary, string user) =>
        $"{user} ALL=(root) NOPASSWD: {string.Join(' ', Router.ZitiAgent.DirectCommand(Escape(zitiBinary)))}";

    private static string Why(CircuitCount circuits) => circuits.Number is null
        ? circuits.WhyUnknown
        : $"the ziti agent ended with exit code {circuits.AgentExitCode?.ToString(CultureInfo.InvariantCulture)}";

    private static string Remedy(string zitiBinary, string user, CircuitObstacle obstacle) => obstacle switch
    {
        CircuitObstacle.Program => "Set the path of the ziti program with -z or ZITI_BINARY_FILE_PATH. Until then a drain lasts for the whole switch timeout.",
        CircuitObstacle.Sudo => "Install sudo, or run the check as root or as the router's user.",
        CircuitObstacle.SudoRule =>
            $"Add this line to /etc/sudoers.d/erhchecker (owner root, mode 0440), and check it with 'visudo -c':\n\t{SudoersLine(zitiBinary, user)}",
        _ => "Run the command as root and read its error; router and command need the same TMPDIR:"
            + $"\n\t{string.Join(' ', Router.ZitiAgent.DirectCommand(zitiBinary))}",
    };

    /// <summary>sudoers(5) has a backslash before what has a meaning of its own.</summary>
    private static string Escape(string path)
    {
        var escaped = "";
        foreach (var character in path)
        {
            escaped += character is ',' or ':' or '=' or '\\' or ' ' ? $"\\{character.ToString()}" : character.ToString();
        }

        return escaped;
    }
}
