using System.Globalization;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>Judges the keepalived that runs now.</summary>
internal static class RunningFindings
{
    private const string Name = "running";

    /// <summary>Whether it runs with the variables of the file, and runs the check.</summary>
    /// <param name="script">The check.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="environment">The variables of its service.</param>
    /// <param name="version">Its version, or null.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Judge(VrrpScript script, CheckSettings settings, ServiceEnvironment environment, KeepalivedVersion? version, PreflightReport report)
    {
        report.Step = "/proc";
        if (RunningProcess.All().Where(each => each.Name == "keepalived").MinBy(each => each.Id) is not { } keepalived)
        {
            return;
        }

        JudgeVariables(keepalived.Environment, environment, report);
        if (settings.StatusFile is not { } status)
        {
            return;
        }

        var silent = new PreflightReport(); // the timers have findings of their own
        var interval = KeepalivedFindings.Seconds("interval", script.Interval, script.IntervalPlace, script, version, silent) ?? 1;
        var timeout = KeepalivedFindings.Seconds("timeout", script.Timeout, script.TimeoutPlace, script, version, silent) ?? interval;
        var limit = Math.Max(interval + timeout, 3 * interval);
        report.Step = status;
        var age = File.Exists(status) ? (DateTime.UtcNow - File.GetLastWriteTimeUtc(status)).TotalSeconds : double.PositiveInfinity;
        if (keepalived.Seconds <= limit)
        {
            return;
        }

        if (age > limit)
        {
            report.Fail(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"keepalived runs, but the status file {status} {(double.IsInfinity(age) ? "does not exist" : $"is {age:0} s old")}, more than {limit:0.#} s: keepalived does not run vrrp_script {script.Name}, cannot execute it, or runs without {CheckSettings.StatusFileSetting.Variable}"),
                "Read keepalived's log, and restart it when the errors above are corrected:\n\tjournalctl -t Keepalived_vrrp -n 50");
        }
        else
        {
            report.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"keepalived runs the check: {status} is {Math.Max(age, 0):0} s old"));
        }
    }

    private static void JudgeVariables(IReadOnlyDictionary<string, string> running, ServiceEnvironment environment, PreflightReport report)
    {
        foreach (var variable in running.Count == 0 ? [] : CheckSettings.All.Select(setting => setting.Variable).OfType<string>())
        {
            var (now, next) = (running.GetValueOrDefault(variable, ""), environment.InFile(variable));
            if (now != next)
            {
                report.Warn(
                    Name,
                    $"keepalived runs with {variable} {(now.Length > 0 ? $"'{now}'" : "not set")}; {environment.File} has {(next.Length > 0 ? $"'{next}'" : "no value")}: keepalived reads it only when it starts",
                    "Restart keepalived, on the BACKUP first.");
            }
        }
    }
}
