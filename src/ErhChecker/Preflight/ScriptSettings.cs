using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The settings that a check of keepalived runs with: the options of its 'script' line, overridden by the preflight's own, and
/// the variables of keepalived's service.
/// </summary>
/// <param name="Settings">The settings.</param>
/// <param name="Findings">Each setting with its source, and what is invalid.</param>
internal sealed record ScriptSettings(CheckSettings Settings, IReadOnlyList<Finding> Findings)
{
    private const string Name = "setting";
    private const string Options = "options";

    /// <summary>Reads them.</summary>
    /// <param name="script">The script; null where keepalived runs none.</param>
    /// <param name="arguments">The preflight's own arguments.</param>
    /// <param name="environment">The variables.</param>
    public static ScriptSettings Read(VrrpScript? script, IReadOnlyList<string> arguments, ServiceEnvironment environment)
    {
        var findings = new List<Finding>();
        string[] own = [.. arguments.Where(word => word != Flag.Preflight.Name)];
        string[] line = [];
        if (script is not null)
        {
            findings.AddRange(JudgeOptions(script, environment.Variables));
            line = findings.Exists(finding => finding.Level == FindingLevel.Error) ? [] : [.. script.Arguments];
        }

        var (settings, diagnostics) = CommandLine.Read([.. line, .. own], environment.Variables) switch
        {
            Request.Run run => (run.Settings, run.Diagnostics),
            Request.Invalid invalid => (invalid.Settings, []),
            _ => throw new InvalidOperationException("the arguments request no check"),
        };
        var ownOptions = CommandLine.Read(own, EnvironmentFile.Empty.Variables) is Request.Run { Settings.Effective: var given }
            ? given.Where(effective => effective.Source == SettingSource.Option).Select(effective => effective.Setting).ToHashSet()
            : [];
        findings.AddRange(settings.Effective.Where(effective => effective.Setting.Name != CheckSettings.OutputSetting.Name).Select(effective => Finding.Ok(
            Name,
            $"{effective.Setting.Name} {effective.Value} ({Source(effective, ownOptions, script, environment)})")));
        findings.AddRange(diagnostics.Select(diagnostic => Finding.Error(Name, diagnostic.Text, $"Correct it in {environment.File}, and restart keepalived.")));
        return new(settings, findings);
    }

    private static string Source(EffectiveSetting effective, HashSet<Setting> ownOptions, VrrpScript? script, ServiceEnvironment environment) =>
        effective.Source switch
        {
            SettingSource.Option when script is null || ownOptions.Contains(effective.Setting) => "command line",
            SettingSource.Option => $"'script' line of vrrp_script {script.Name}",
            SettingSource.Variable => environment.SourceOf(effective.Setting.Variable!),
            _ => "default",
        };

    private static IEnumerable<Finding> JudgeOptions(VrrpScript script, IReadOnlyDictionary<string, string> environment)
    {
        var remedy = $"Correct the 'script' line at {script.Place}.";
        if (script.Ignored.Count > 0)
        {
            yield return Finding.Error(
                Options,
                $"keepalived ignores '{string.Join(' ', script.Ignored)}' after the command of vrrp_script {script.Name}",
                $"Put the command and its options into one pair of quotes at {script.Place}:\n\tscript \"{string.Join(' ', script.Command!.Concat(script.Ignored))}\"");
        }

        switch (CommandLine.Read([.. script.Arguments], environment))
        {
            case Request.Invalid invalid:
                foreach (var reason in invalid.Reasons)
                {
                    yield return Finding.Error(Options, $"vrrp_script {script.Name}: {reason}; every check exits 2", remedy);
                }

                break;
            case Request.Run:
                yield return Finding.Ok(Options, $"vrrp_script {script.Name}: {(script.Arguments.Count == 0 ? "none" : string.Join(' ', script.Arguments))}");
                break;
            default:
                yield return Finding.Error(Options, $"vrrp_script {script.Name}: '{string.Join(' ', script.Arguments)}' runs no check", remedy);
                break;
        }
    }
}
