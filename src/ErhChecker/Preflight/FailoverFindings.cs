using System.Globalization;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>How long a failover takes on this host: docs/operating.md explains the sum.</summary>
internal static class FailoverFindings
{
    private const string Name = "failover";
    private const int AdvertsUntilDown = 3;

    /// <summary>One line for each fault, and a hint where a single failed check of the router moves the VIP.</summary>
    /// <param name="script">The check.</param>
    /// <param name="config">keepalived's configuration.</param>
    /// <param name="version">Its version, or null.</param>
    /// <param name="settings">The settings of the check.</param>
    /// <param name="router">How often the router checks itself.</param>
    /// <param name="report">Takes the lines.</param>
    public static void Judge(
        VrrpScript script, KeepalivedConfig config, KeepalivedVersion? version, CheckSettings settings, HealthChecks router, PreflightReport report)
    {
        var trackers = config.Instances.Where(each => each.Scripts.Any(line => line.Script == script.Name)).ToList();
        if (trackers.Count == 0 || $"{script.Interval}{script.Timeout}".Contains('$', StringComparison.Ordinal))
        {
            return;
        }

        var silent = new PreflightReport(); // the timers have findings of their own
        var interval = KeepalivedFindings.Seconds("interval", script.Interval, script.IntervalPlace, script, version, silent) ?? 1;
        var timeout = KeepalivedFindings.Seconds("timeout", script.Timeout, script.TimeoutPlace, script, version, silent) ?? interval;
        var advert = config.Instances.Where(each => !each.IsGroup).Select(Advert).DefaultIfEmpty(1).Max();
        var isWeighted = trackers.Exists(each => each.Scripts.Any(line => line.Script == script.Name && script.Weight.Tracked(line.Words) is { Value: not 0 }));
        var takeover = isWeighted ? (AdvertsUntilDown + 1) * advert : advert;
        var failures = interval * script.Fall;
        var hung = (version is { ChecksOverlap: false } && timeout >= interval ? 2 * failures : failures) + Math.Min(settings.Timeout.TotalSeconds, timeout);
        var isTracked = config.Instances.Any(each => each.Processes.Any());
        report.Ok(Name, isTracked ? $"the router dies: up to {Text(takeover)}, as its process is tracked" : $"the router dies: up to {Text(failures + takeover)}");
        report.Ok(Name, $"the router hangs: up to {Text(hung + takeover)}");
        report.Ok(Name, $"the last usable link is lost: up to {Text(router.LinkInterval + failures + takeover)}");
        report.Ok(Name, $"the controller is lost: up to {Text(router.ControllerInterval + failures + takeover)} without sessions, {Text((2 * router.ControllerInterval) + settings.SwitchTimeoutSeconds + failures + takeover)} with sessions");
        foreach (var (what, every) in new[] { ("links", router.LinkInterval), ("controller", router.ControllerInterval) }.Where(each => failures <= each.Item2))
        {
            report.Ok(Name, $"fall x interval is {Text(failures)}, and the router checks its {what} every {Text(every)}: a single failed check of the router moves the VIP");
        }
    }

    private static double Advert(VrrpInstance instance) =>
        double.TryParse(instance.Block.Last("advert_int")?.Argument, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : 1;

    private static string Text(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");
}
