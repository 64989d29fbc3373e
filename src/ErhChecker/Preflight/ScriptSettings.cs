using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The settings that a check of keepalived runs with: the options of its 'script' line, overridden by the preflight's own, and
/// the variables of keepalived's service.
/// </summary>
internal static class ScriptSettings
{
    private const string Name = "setting";
    private const string Options = "options";

    private static readonly string[] Keywords = ["interval", "timeout", "weight", "rise", "fall", "user", "init_fail"]; // of a vrrp_script

    /// <summary>Reads the settings, and reports each with its source.</summary>
    /// <param name="script">The script; null where keepalived runs none.</param>
    /// <param name="arguments">The preflight's own options.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="report">Takes the settings, and what is invalid.</param>
    public static CheckSettings Read(VrrpScript? script, string[] arguments, ServiceEnvironment environment, PreflightReport report)
    {
        var line = script is not null && JudgeOptions(script, environment, report) ? script.Arguments : [];
        var request = CommandLine.Read([.. line, .. arguments], environment.Variables);
        var settings = request is Request.Run run ? run.Settings : ((Request.Invalid)request).Settings;
        foreach (var effective in settings.Effective)
        {
            if (!ReferenceEquals(effective.Setting, CheckSettings.OutputSetting))
            {
                report.Ok(Name, $"{effective.Setting.Label} {effective.Value} ({Source(effective, arguments, script, environment)})");
            }
        }

        foreach (var diagnostic in (request as Request.Run)?.Diagnostics ?? [])
        {
            report.Fail(Name, diagnostic.Text, $"Correct it in {environment.File}, and restart keepalived.");
        }

        return settings;
    }

    private static string Source(EffectiveSetting effective, string[] own, VrrpScript? script, ServiceEnvironment environment) =>
        effective.Source switch
        {
            SettingSource.Option when script is null || IsGiven(effective.Setting, own) => "command line",
            SettingSource.Option => $"'script' line of vrrp_script {script.Name}",
            SettingSource.Variable => environment.SourceOf(effective.Setting.Variable!),
            _ => "default",
        };

    private static bool IsGiven(Setting setting, string[] arguments)
    {
        var settings = CommandLine.Read(arguments, new Dictionary<string, string>(StringComparer.Ordinal)) is Request.Run run ? run.Settings.Effective : [];
        foreach (var effective in settings)
        {
            if (ReferenceEquals(effective.Setting, setting) && effective.Source == SettingSource.Option)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Whether the options are valid.</returns>
    private static bool JudgeOptions(VrrpScript script, ServiceEnvironment environment, PreflightReport report)
    {
        var remedy = $"Correct the 'script' line at {script.CommandPlace}.";
        if (script.Ignored.Length > 0)
        {
            report.Warn(
                Options,
                $"vrrp_script {script.Name}: keepalived ignores '{script.Ignored}' after the command",
                Keywords.Contains(script.Ignored.Split(' ')[0])
                    ? $"Write one keyword a line at {script.CommandPlace}."
                    : $"Put command and options into one pair of quotes at {script.CommandPlace}:\n\tscript \"{string.Join(' ', script.Command)} {script.Ignored}\"");
        }

        switch (CommandLine.Read(script.Arguments, environment.Variables))
        {
            case Request.Invalid invalid:
                report.Fail(Options, $"vrrp_script {script.Name}: {string.Join("; ", invalid.Reasons)}; every check exits 2", remedy);
                return false;
            case Request.Run:
                report.Ok(Options, $"vrrp_script {script.Name}: {(script.Arguments.Length == 0 ? "none" : string.Join(' ', script.Arguments))}");
                return true;
            default:
                report.Fail(Options, $"vrrp_script {script.Name}: '{string.Join(' ', script.Arguments)}' runs no check", remedy);
                return false;
        }
    }
}
