using System.Globalization;
using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>The log line that explains why a VIP moved.</summary>
internal static class VerdictLine
{
    /// <summary>
    /// The level of the line. What releases the VIP, or leaves the check without a response, is at WARNING or above: a log at
    /// WARNING still explains why a VIP moved.
    /// </summary>
    public static LogLevel LevelOf(CheckState state) => state switch
    {
        CheckState.Healthy => LogLevel.Debug,
        CheckState.Draining => LogLevel.Info,
        CheckState.Unreachable or CheckState.Unknown => LogLevel.Error,
        CheckState.NoLinks or CheckState.Isolated or CheckState.Drained => LogLevel.Warning,
    };

    /// <summary>State and reason, then the numbers behind them, separated by semicolons.</summary>
    public static string Format(CheckResult result)
    {
        var verdict = result.Verdict;
        IEnumerable<string?> parts =
        [
            $"{verdict.State.Name()}: {verdict.Reason}",
            Drain(verdict.Drain) ?? Failing(result.Controller),
            Circuits(verdict.Drain?.Circuits),
            Links(result.Links),
            result.Endpoint,
            string.Create(CultureInfo.InvariantCulture, $"{result.Duration.TotalMilliseconds:0} ms"),
            $"exit {verdict.State.ExitCode()}",
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    /// <summary>Seconds without trailing zeros.</summary>
    public static string Seconds(decimal seconds) => $"{seconds.ToString("0.###", CultureInfo.InvariantCulture)} s";

    /// <summary>How many links are reported, usable and excluded; null when there are none to count.</summary>
    public static string? Links(IReadOnlyList<ClassifiedLink>? links) => links is null
        ? null
        : $"{Plural.Of(links.Count, "link")}: {string.Join(", ", LinkUse.All.Select(use => $"{use.Count(links)} {use.LogText}"))}";

    /// <summary>The progress of a drain.</summary>
    public static string? Drain(Drain? drain) => drain switch
    {
        null => null,
        { FailingForSeconds: { } age, RemainingSeconds: { } left } =>
            $"failing for {Seconds(age)}, {Seconds(left)} of {drain.SwitchTimeoutSeconds} s left",
        _ => $"failing for an unknown time, switch timeout {drain.SwitchTimeoutSeconds} s",
    };

    /// <summary>The circuits; null when the agent was not queried.</summary>
    public static string? Circuits(CircuitCount? circuits) => circuits switch
    {
        null or { Queried: false } => null,
        { Number: { } number } => Plural.Of(number, "circuit"),
        _ => $"circuits unknown ({circuits.WhyUnknown})",
    };

    private static string? Failing(ControllerCheck? controller) =>
        controller?.FailingForSeconds is { } age ? $"failing for {Seconds(age)}" : null;
}
