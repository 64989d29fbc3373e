using System.Globalization;
using System.Text;
using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>
/// The check in Prometheus' text format, for node_exporter's textfile collector. No label comes from the router: its links and
/// addresses change, and each new value would be a new time series.
/// </summary>
internal static class MetricsText
{
    /// <summary>The metrics; one whose value is unknown is left out.</summary>
    /// <param name="warnings">The number of warnings and errors, whether or not the log level writes them.</param>
    /// <param name="isInMaintenance">Whether keepalived's track file for maintenance is set.</param>
    public static string Format(CheckResult result, int warnings, bool isInMaintenance)
    {
        var text = new StringBuilder();
        var state = result.Verdict.State;
        var drain = result.Verdict.Drain;
        Add(text, "info", "The version of erhchecker.", ($"{{version=\"{ProgramVersion.Text}\"}}", 1));
        Add(text, "state", "The state that the last check found: 1 for this state, 0 for the others.",
            [.. Enum.GetValues<CheckState>().Select(other => ($"{{state=\"{other.Name()}\"}}", other == state ? 1m : 0m))]);
        Add(text, "exit_code", "The exit code of the last check: 0 keeps the virtual IP, 1 releases it.", state.ExitCode());
        Add(text, "controller_healthy", "Whether a controller responds to the router.", result.Controller is { } controller ? controller.Healthy ? 1 : 0 : null);
        if (result.Links is { } links)
        {
            Add(text, "links", "The router's links: usable, or excluded because of a no-traversal router or a controller's host.",
                [.. LinkUse.All.Select(use => ($"{{use=\"{use.MetricLabel}\"}}", (decimal)use.Count(links)))]);
        }

        Add(text, "drain_remaining_seconds", "The time that sessions may still drain.", drain?.RemainingSeconds);
        Add(text, "circuits", "The router's circuits, counted while draining.", drain?.Circuits.Number);
        Add(text, "warnings", "The warnings and errors that the last check logged besides its verdict.", warnings);
        Add(text, "maintenance", "Whether keepalived's track file for maintenance was set at the last check.", isInMaintenance ? 1 : 0);
        Add(text, "check_duration_seconds", "How long the last check took.", (decimal)Math.Round(result.Duration.TotalMilliseconds, 1) / 1000);
        Add(text, "check_timestamp_seconds", "When the last check came to its verdict, in Unix time.", result.Time.ToUnixTimeSeconds());
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string help, decimal? value)
    {
        if (value is { } known)
        {
            Add(text, name, help, ("", known));
        }
    }

    private static void Add(StringBuilder text, string name, string help, params ReadOnlySpan<(string Labels, decimal Value)> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP erhchecker_{name} {help}\n# TYPE erhchecker_{name} gauge\n");
        foreach (var (labels, value) in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"erhchecker_{name}{labels} {value.ToString("0.#######", CultureInfo.InvariantCulture)}\n");
        }
    }
}
