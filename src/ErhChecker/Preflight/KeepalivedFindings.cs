using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>Judges how keepalived runs the check. No input or output here: what was found on the host comes as data.</summary>
internal static class KeepalivedFindings
{
    /// <summary>The name of the findings about keepalived.conf as a whole.</summary>
    public const string Configuration = "configuration";

    /// <summary>keepalived itself.</summary>
    /// <param name="isInstalled">Whether its program was found.</param>
    /// <param name="version">Its version; null when it could not be found out.</param>
    /// <param name="printed">What it printed instead of its version.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Version(bool isInstalled, KeepalivedVersion? version, string printed, PreflightReport report)
    {
        const string name = "keepalived";
        if (!isInstalled)
        {
            report.Warn(name, "keepalived is not installed on this host", "Install it, unless something else runs the check.");
        }
        else if (version is not null)
        {
            report.Ok(name, $"version {version.Text}");
        }
        else if (printed.Contains("config options file", StringComparison.Ordinal))
        {
            report.Fail(
                name,
                $"keepalived does not start: {printed.Trim().Split('\n')[0]}: /etc/keepalived/keepalived.config-opts does not exist",
                "Restore the file from keepalived's package:\n\tapt-get install --reinstall -o Dpkg::Options::=--force-confmiss keepalived");
        }
        else
        {
            report.Warn(name, "keepalived does not print its version", "Run:\n\tkeepalived --version");
        }
    }

    /// <summary>Whether any script runs this program.</summary>
    /// <param name="path">The path of keepalived.conf.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="checks">Its scripts that run this program.</param>
    /// <param name="missing">The first script whose program does not exist; null without one.</param>
    /// <param name="hasInterpreter">Whether an interpreter stands before that program, and exists.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Scripts(
        string path, KeepalivedConfig config, IReadOnlyList<VrrpScript> checks, VrrpScript? missing, bool hasInterpreter, PreflightReport report)
    {
        if (config.FirstLeftOut is { } place)
        {
            report.Warn(
                Configuration,
                $"{place}: the preflight checks the first {config.Scripts.Count.ToString(CultureInfo.InvariantCulture)} vrrp_script blocks; this one and what follows are left out",
                "Check them by hand.");
        }

        if (checks.Count > 0)
        {
            report.Ok(Configuration, $"{path} runs erhchecker in vrrp_script {Names(checks)}");
        }
        else if (missing is not null)
        {
            report.Fail(
                Configuration,
                $"no vrrp_script in {path} runs erhchecker; vrrp_script {missing.Name} runs {missing.Program}, which does not exist: {WithoutProgram(missing, hasInterpreter)}",
                $"Correct the path at {missing.Place}.");
        }
        else if (config.Scripts.Count == 0)
        {
            report.Fail(Configuration, $"{path} has no vrrp_script: nothing guards the VIP", "Add a vrrp_script that runs erhchecker, and track it.");
        }
        else
        {
            report.Warn(
                Configuration,
                $"no vrrp_script in {path} runs erhchecker itself; found: {Names(config.Scripts)}",
                "If one of them is to run erhchecker, correct its 'script' line.");
        }
    }

    /// <summary>The file that a script runs, as its user sees it.</summary>
    public static void File(VrrpScript script, ScriptFile file, UserAccount user, bool hasScriptSecurity, PreflightReport report)
    {
        const string name = "script";
        var runs = $"vrrp_script {script.Name}: {(file.ConcernsInterpreter ? script.Command[0] : script.Program)}";
        if (file.Problem is { } problem)
        {
            var consequence = file.IsExecuted ? "" : $": {WithoutProgram(script, script.ProgramAt > 0 && !file.ConcernsInterpreter)}";
            report.Fail(name, $"{runs} {problem}{consequence}", file.Remedy ?? $"Correct the path at {script.Place}, or install the program there.");
            return;
        }

        if (file.OtherVersion is { } other)
        {
            report.Warn(
                name,
                $"{runs} is {(other.Length > 0 ? $"version {other}" : "another program")}, this program is {ProgramVersion.Text}",
                "Install this program there, or run the preflight of that one.");
        }
        else
        {
            report.Ok(name, $"{runs} can be executed by {user.Name}");
        }

        if (file.UnsafePart is { } part && (user.Id == 0 || user.Group == 0))
        {
            JudgeUnsafe($"vrrp_script {script.Name} runs as {(user.Id == 0 ? "user" : "group")} root, and others may change {part}", hasScriptSecurity, report);
        }
    }

    /// <summary>The timers of a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="deadline">The deadline of the check that it runs.</param>
    /// <param name="version">keepalived's version, or null.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Timers(VrrpScript script, TimeSpan deadline, KeepalivedVersion? version, PreflightReport report)
    {
        if ($"{script.Interval}{script.Timeout}".Contains('$', StringComparison.Ordinal))
        {
            return; // not resolved, and so not known
        }

        var interval = Seconds("interval", script.Interval, script.IntervalPlace, script, version, report) ?? 1;
        var timeout = Seconds("timeout", script.Timeout, script.TimeoutPlace, script, version, report);
        var limit = timeout ?? interval;
        var limitText = $"timeout {Text(limit)} s{(timeout is null ? " (the interval, as none is set)" : "")}";
        var deadlineText = $"vrrp_script {script.Name}: the check's deadline, {Text(deadline.TotalSeconds)} s, is";
        if (deadline.TotalSeconds < limit)
        {
            report.Ok("timeout", $"{deadlineText} below {limitText}");
        }
        else
        {
            report.Warn(
                "timeout",
                $"{deadlineText} not below {limitText}: keepalived ends a slow check before it can report",
                $"Set CHECK_TIMEOUT or --timeout below {Text(limit)}, or raise 'timeout' at {script.TimeoutPlace}.");
        }

        if (limit <= interval)
        {
            report.Ok("interval", $"vrrp_script {script.Name}: interval {Text(interval)} s, not below timeout");
            return;
        }

        var consequence = version is { ChecksOverlap: true } ? $"keepalived {version.Text} starts the next check while one runs" : "keepalived skips checks while one runs";
        report.Warn(
            "interval",
            $"vrrp_script {script.Name}: timeout {Text(limit)} s is above interval {Text(interval)} s: {consequence}",
            $"Set 'timeout' to {Text(interval)} or less, or raise 'interval' at {script.IntervalPlace}.");
    }

    /// <summary>References that stay as they are.</summary>
    public static void Unresolved(VrrpScript script, PreflightReport report)
    {
        foreach (var word in (string[])[.. script.Command, script.Interval ?? "", script.Timeout ?? "", .. script.User])
        {
            if (word.Contains('$', StringComparison.Ordinal))
            {
                report.Warn(
                    Configuration,
                    $"vrrp_script {script.Name}: the preflight cannot resolve '{word}', and does not check what depends on it",
                    $"Write the value itself at {script.Place}, or check it by hand.");
            }
        }
    }

    /// <summary>What follows from a program that cannot be executed: an interpreter can, and ends with an error.</summary>
    private static string WithoutProgram(VrrpScript script, bool hasInterpreter) => hasInterpreter
        ? $"{Path.GetFileName(script.Command[0])} ends with an error, and this host releases the VIP"
        : "keepalived counts that as success, and nothing guards the VIP";

    private static void JudgeUnsafe(string text, bool hasScriptSecurity, PreflightReport report)
    {
        const string name = "security";
        if (hasScriptSecurity)
        {
            report.Fail(
                name, $"{text}: with enable_script_security keepalived disables the script", "Run it as another user (script_user), or let only root write there.");
        }
        else
        {
            report.Warn(name, text, "Run it as another user: set script_user.");
        }
    }

    /// <summary>keepalived reads what a number begins with: the digits, and from 2.3.2 a fraction, which an 's' after it makes thousandths.</summary>
    /// <returns>Null without a number, and for one that is out of range: keepalived ignores the line.</returns>
    public static double? Seconds(string keyword, string? text, string place, VrrpScript script, KeepalivedVersion? version, PreflightReport report)
    {
        const double max = 4294; // in microseconds it has to fit into 32 bits
        if (text is null)
        {
            return null;
        }

        var hasFractions = version is null or { TakesFractions: true };
        var digits = text.AsSpan().IndexOfAnyExcept(hasFractions ? "0123456789." : "0123456789");
        _ = double.TryParse(digits < 0 ? text : text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        var isTooLarge = seconds > max;
        seconds = seconds > 0 ? seconds : 1;
        seconds = version is { TakesFractions: true } && text.EndsWith('s') ? seconds / 1000 : seconds;
        if (digits >= 0 || text.Length == 0 || isTooLarge)
        {
            report.Warn(
                keyword,
                $"vrrp_script {script.Name}: {keyword} '{text}' is not a {(hasFractions ? "" : "whole ")}number up to {Text(max)}: keepalived {(isTooLarge ? "ignores it" : $"uses {Text(seconds)}")}",
                $"Correct it at {place}.{(hasFractions ? "" : " Fractions require keepalived 2.3.2.")}");
        }

        return isTooLarge ? null : seconds;
    }

    private static string Names(IReadOnlyList<VrrpScript> scripts) => string.Join(", ", scripts.Select(script => script.Name));

    private static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
