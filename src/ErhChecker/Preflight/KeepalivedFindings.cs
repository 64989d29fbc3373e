using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>Judges how keepalived runs the check. No input or output here: what was found on the host comes as data.</summary>
internal static class KeepalivedFindings
{
    /// <summary>The name of the findings about keepalived.conf as a whole.</summary>
    public const string Configuration = "keepalived.conf";

    private const string Script = "script";
    private const string Guard = "keepalived counts a script that cannot be executed as success: nothing guards the VIP.";

    /// <summary>keepalived itself.</summary>
    /// <param name="isInstalled">Whether its program was found.</param>
    /// <param name="version">Its version; null when it could not be found out.</param>
    /// <param name="config">The configuration; null when there is none.</param>
    public static Finding Version(bool isInstalled, Version? version, KeepalivedConfig? config) => (isInstalled, version) switch
    {
        (false, _) => Finding.Warning("keepalived", "keepalived is not installed on this host", "Install it, unless something else runs the check."),
        (_, null) => Finding.Warning("keepalived", "keepalived does not print its version", "Run:\n\tkeepalived --version"),
        _ => Finding.Ok("keepalived", $"version {version}" + (KeepalivedVersion.TestEndsItself(version) && config?.ScriptUser is [not "root", ..]
            ? "; its -t ends with SIGTERM here, use 'unshare --fork --pid keepalived -t'"
            : "")),
    };

    /// <summary>Whether any script runs this program.</summary>
    /// <param name="path">The path of keepalived.conf.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="checks">Its scripts that run this program.</param>
    /// <param name="missing">Its scripts whose program does not exist.</param>
    public static Finding Scripts(string path, KeepalivedConfig config, IReadOnlyList<VrrpScript> checks, IReadOnlyList<VrrpScript> missing)
    {
        if (checks.Count > 0)
        {
            return Finding.Ok(Configuration, $"{path} runs erhchecker in vrrp_script {string.Join(", ", checks.Select(script => script.Name))}");
        }

        if (missing.Count > 0)
        {
            return Finding.Error(
                Configuration,
                $"no vrrp_script in {path} runs erhchecker; {string.Join(", ", missing.Select(script => $"vrrp_script {script.Name} runs {script.Program}, which does not exist"))}",
                $"Correct the path at {missing[0].Place}. {Guard}");
        }

        return config.Scripts.Count == 0
            ? Finding.Error(Configuration, $"{path} has no vrrp_script: nothing guards the VIP", "Add a vrrp_script that runs erhchecker, and track it.")
            : Finding.Warning(
                Configuration,
                $"no vrrp_script in {path} runs erhchecker directly, only {string.Join(", ", config.Scripts.Select(script => $"{script.Name}: {string.Join(' ', script.Command ?? [])}"))}",
                "If one of them is to run erhchecker, correct its 'script' line.");
    }

    /// <summary>The file that a script runs, as its user sees it.</summary>
    public static IEnumerable<Finding> File(VrrpScript script, ScriptFile file, UserAccount user, bool hasScriptSecurity)
    {
        var runs = $"vrrp_script {script.Name}: {script.Program}";
        if (file.Problem is { } problem)
        {
            yield return Finding.Error(Script, $"{runs} {problem}", $"{file.Remedy ?? $"Correct the path at {script.Place}, or install the program there."} {Guard}");
            yield break;
        }

        yield return file.Version is { } version
            ? Finding.Warning(
                Script,
                $"{runs} is {(version.Length > 0 ? $"version {version}" : "another program")}, this one is {ProgramVersion.Text}",
                "Install this program there, or run the preflight of that one.")
            : Finding.Ok(Script, $"{runs} can be executed by {user.Name}");
        if (file.UnsafePart is { } part && (user.Id == 0 || user.Group == 0))
        {
            var text = $"vrrp_script {script.Name} runs as {(user.Id == 0 ? "root" : "group root")}, and users other than root may change {part}";
            yield return hasScriptSecurity
                ? Finding.Error("security", $"{text}: with enable_script_security keepalived disables the script", "Run it as another user (script_user), or let only root write there.")
                : Finding.Warning("security", text, "Run it as another user: set script_user.");
        }
    }

    /// <summary>The timers of a script, and who tracks it.</summary>
    /// <param name="script">The script.</param>
    /// <param name="deadline">The deadline of the check that it runs.</param>
    /// <param name="version">keepalived's version, or null.</param>
    public static IEnumerable<Finding> Timers(VrrpScript script, TimeSpan deadline, Version? version)
    {
        if ($"{script.Interval}{script.Timeout}".Contains('$', StringComparison.Ordinal))
        {
            yield break; // not resolved, and so not known
        }

        var interval = Seconds("interval", script.Interval, script, version, out var badInterval) ?? 1;
        var timeout = Seconds("timeout", script.Timeout, script, version, out var badTimeout);
        foreach (var bad in new[] { badInterval, badTimeout }.OfType<Finding>())
        {
            yield return bad;
        }

        var limit = timeout ?? interval;
        var limitText = timeout is null ? $"timeout {Text(limit)} s (none set: interval)" : $"timeout {Text(limit)} s";
        var deadlineText = $"deadline {Text(deadline.TotalSeconds)} s";
        yield return deadline.TotalSeconds < limit
            ? Finding.Ok("timeout", $"vrrp_script {script.Name}: {deadlineText}, below {limitText}")
            : Finding.Warning(
                "timeout",
                $"vrrp_script {script.Name}: {deadlineText} is not below {limitText}: keepalived ends a slow check before it can report",
                $"Set CHECK_TIMEOUT or --timeout below {Text(limit)}, or raise 'timeout' at {script.Place}.");
        yield return limit <= interval
            ? Finding.Ok("interval", $"vrrp_script {script.Name}: timeout {Text(limit)} s, not above interval {Text(interval)} s")
            : Finding.Warning(
                "interval",
                $"vrrp_script {script.Name}: timeout {Text(limit)} s is above interval {Text(interval)} s: "
                    + (KeepalivedVersion.ChecksOverlap(version) ? $"keepalived {version} starts the next check while one runs" : "keepalived skips checks while one runs"),
                $"Set 'timeout' to {Text(interval)} or less, or raise 'interval' at {script.Place}.");
    }

    /// <summary>Who tracks a script.</summary>
    public static Finding Tracking(VrrpScript script) => script switch
    {
        { TrackedBy.Count: > 0 } => Finding.Ok("tracking", $"vrrp_script {script.Name} is tracked by {string.Join(", ", script.TrackedBy)}"),
        { TrackedBefore.Count: > 0 } => Finding.Error(
            "tracking",
            $"vrrp_script {script.Name} stands after {string.Join(", ", script.TrackedBefore)}: keepalived ignores the track_script there",
            $"Move the block at {script.Place} before it."),
        _ => Finding.Error(
            "tracking",
            $"no vrrp_instance tracks vrrp_script {script.Name}: its exit code decides nothing",
            $"Add to the vrrp_instance:\n\ttrack_script {{ {script.Name} }}"),
    };

    /// <summary>References that stay as they are.</summary>
    public static IEnumerable<Finding> Unresolved(VrrpScript script) =>
        from word in (script.Command ?? []).Concat([script.Interval ?? "", script.Timeout ?? "", .. script.User])
        where word.Contains('$', StringComparison.Ordinal)
        select Finding.Warning(
            Configuration,
            $"vrrp_script {script.Name}: '{word}' has a '$' that this preflight cannot resolve, so what depends on it is not checked",
            $"Check it by hand at {script.Place}, or write the value itself.");

    private static double? Seconds(string keyword, string? text, VrrpScript script, Version? version, out Finding? problem)
    {
        problem = null;
        if (text is null)
        {
            return null;
        }

        var style = KeepalivedVersion.TakesFractions(version) ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
        if (double.TryParse(text, style, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds > 0 ? seconds : 1;
        }

        problem = Finding.Error(
            keyword,
            $"vrrp_script {script.Name}: {keyword} '{text}' is not a {(style == NumberStyles.None ? "whole " : "")}number: keepalived {version} ignores it",
            $"Correct it at {script.Place}." + (style == NumberStyles.None ? " Fractions require keepalived 2.3.2." : ""));
        return null;
    }

    private static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
