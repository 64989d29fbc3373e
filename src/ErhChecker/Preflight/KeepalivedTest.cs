using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>What <c>keepalived -t</c> reports about its configuration: its exit code is other than 0 for any doubtful line, its lines tell.</summary>
internal static class KeepalivedTest
{
    private const string Name = "keepalived";
    private const int MaxLines = 20;
    private const int SignalBase = 128; // of a shell's exit codes

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(700);

    /// <summary>With any of these keepalived does not start, or an instance is missing.</summary>
    private static readonly string[] Fatal =
        ["Non-existent interface specified", "virtual router id must be set", "Unknown interface!", "permanent error", "Unable to find configuration file"];

    /// <summary>These mean that keepalived does not run the script, or not for the instance, that the line is about.</summary>
    private static readonly string[] Disabling =
        ["removing", "not found", "ignoring tracked script", "Disabling track script", "unknown track script option", "weight without value specified", "duplicate"];

    /// <summary>Runs it with the options of keepalived's unit.</summary>
    /// <param name="keepalived">keepalived.</param>
    /// <param name="environment">The variables of its service.</param>
    /// <param name="checks">The scripts that run this program.</param>
    /// <param name="clock">The deadline.</param>
    /// <param name="report">Takes what it reports.</param>
    public static void Run(
        KeepalivedHost keepalived, ServiceEnvironment environment, IReadOnlyList<VrrpScript> checks, RunClock clock, PreflightReport report)
    {
        if (keepalived.Program is not { } program || keepalived.Config is not { } config || keepalived.Version is not { } version)
        {
            return;
        }

        if (Libc.geteuid() != 0)
        {
            report.Warn(Name, "'keepalived -t' was not run: it requires root", "Run the preflight as root, too.");
            return;
        }

        // Of these versions it ends itself, and all of its process group, with SIGTERM unless it is alone in a pid namespace.
        string[] own = version.TestEndsItself ? ["unshare", "--fork", "--pid", "--kill-child"] : [];
        report.Step = $"{program} -t";
        var test = HostCommand.Run(
            ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1", .. own, program, "-t", .. environment.DaemonArguments], environment.Variables, clock, Limit);
        Judge(test, config, checks, report);
    }

    /// <summary>Judges what it printed.</summary>
    /// <param name="test">Its end and its output.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="checks">The scripts that run this program.</param>
    /// <param name="report">Takes what it reports.</param>
    public static void Judge(HostCommand test, KeepalivedConfig config, IReadOnlyList<VrrpScript> checks, PreflightReport report)
    {
        var lines = test.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(KeepalivedTestLine.Parse).Distinct().ToList();
        var names = (checks.Count > 0 ? checks : config.Scripts).Select(check => check.Name).ToHashSet(StringComparer.Ordinal);
        var isFatal = lines.Any(IsFatal);
        if (test.ExitCode is not { } code)
        {
            report.Warn(Name, $"keepalived -t: {test.Problem}", "Run it by hand.");
        }
        else if (code > SignalBase)
        {
            report.Fail(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"keepalived -t was ended by signal {code - SignalBase}: keepalived crashes on this configuration{(lines.Count > 0 ? $", after: {lines[^1]}" : "")}"),
                "Correct the line; close each quote on its own line.");
        }
        else if (lines.Count == 0)
        {
            report.Ok(Name, "keepalived -t reports nothing");
        }

        foreach (var line in lines.Take(MaxLines))
        {
            if (IsFatal(line) || Disables(line, names, config) || (isFatal && line.Text.EndsWith("doesn't exist", StringComparison.Ordinal)))
            {
                report.Fail(Name, $"keepalived -t: {line}", Remedy(line));
            }
            else
            {
                report.Warn(Name, $"keepalived -t: {line}", Remedy(line));
            }
        }

        if (lines.Count > MaxLines)
        {
            report.Warn(Name, $"keepalived -t reports more than {MaxLines} lines", "Run it by hand.");
        }
    }

    private static bool IsFatal(KeepalivedTestLine line) =>
        Fatal.Any(mark => line.Text.Contains(mark, StringComparison.Ordinal)) || line.Text is ['v', 'r', 'r', 'p', ' ', 'i', ..] && line.Text.EndsWith("already defined", StringComparison.Ordinal);

    /// <summary>A line names the script, or stands where the script is tracked.</summary>
    private static bool Disables(KeepalivedTestLine line, HashSet<string> names, KeepalivedConfig config) =>
        Disabling.Any(mark => line.Text.Contains(mark, StringComparison.Ordinal))
        && (line.Text.Split(' ', ',').Any(names.Contains)
            || config.Instances.SelectMany(each => each.Scripts).Any(tracked => names.Contains(tracked.Script) && line.IsAt(tracked.Place)));

    private static string Remedy(KeepalivedTestLine line) =>
        line.Place.Length > 0 ? $"Correct {line.Place}; keepalived.conf(5) describes the keywords." : "Correct the configuration; keepalived.conf(5) describes the keywords.";
}
