using System.Buffers;
using System.Globalization;
using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The variables that keepalived's check sees: those of the file that systemd reads for keepalived's service. A variable of the
/// preflight's own environment overrides them, so that a change can be tried.
/// </summary>
internal sealed class ServiceEnvironment
{
    private const string DebianFile = "/etc/default/keepalived";
    private const string RedHatFile = "/etc/sysconfig/keepalived";
    private const string Name = "variable";

    private static readonly SearchValues<char> WithValue = SearchValues.Create("fisSupcrbA"); // the short options of keepalived that take a value

    private readonly Dictionary<string, string> content;

    /// <summary>Combines the file with the preflight's own environment.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="content">The file's variables.</param>
    /// <param name="own">The preflight's own environment.</param>
    public ServiceEnvironment(string file, Dictionary<string, string> content, IReadOnlyDictionary<string, string> own)
    {
        (File, this.content, Own) = (file, content, own);
        foreach (var (name, value) in content)
        {
            Variables[name] = value;
        }

        foreach (var (name, value) in own)
        {
            Variables[name] = value;
        }
    }

    /// <summary>The file's path.</summary>
    public string File { get; }

    /// <summary>The preflight's own environment.</summary>
    public IReadOnlyDictionary<string, string> Own { get; }

    /// <summary>All variables.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the file of this host.</summary>
    /// <param name="own">The preflight's own environment.</param>
    /// <param name="report">Takes what is wrong with the file.</param>
    public static ServiceEnvironment Read(IReadOnlyDictionary<string, string> own, PreflightReport report)
    {
        var isRedHat = FileStatus.Of(DebianFile, followLink: true) is null && FileStatus.Of(RedHatFile, followLink: true) is not null;
        var path = isRedHat ? RedHatFile : DebianFile;
        report.Step = path;
        var file = TextFile.ReadBytes(path);
        if (file.State is not (FileState.Read or FileState.Missing))
        {
            report.Warn(Name, $"{path} {file.Problem}: its variables are not known here", "Run the preflight as root.");
        }

        var parsed = EnvironmentFile.Parse(TextFile.TextOf(file.Text));
        foreach (var problem in parsed.Problems)
        {
            report.Warn(Name, string.Create(CultureInfo.InvariantCulture, $"{path}:{problem.Line}: {problem.Text}"), problem.Remedy);
        }

        return new(path, parsed.Variables, own) { UnitArguments = KeepalivedUnit.Arguments() };
    }

    /// <summary>The value of a variable in the file; empty without one.</summary>
    public string InFile(string variable) => content.GetValueOrDefault(variable, "");

    /// <summary>Where a variable's value comes from, in words.</summary>
    public string SourceOf(string variable) =>
        Own.TryGetValue(variable, out var value) && value.Length > 0 ? $"{variable} of this environment" : $"{variable} in {File}";

    /// <summary>
    /// The arguments that the service gives keepalived: those of its unit, with the variables of the file; without a unit
    /// those in the variables that distributions use.
    /// </summary>
    public IReadOnlyList<string> DaemonArguments => [.. (UnitArguments ?? ["$DAEMON_ARGS", "$KEEPALIVED_OPTIONS"]).SelectMany(Expand)];

    /// <summary>The words after the program in keepalived's unit; null without one.</summary>
    public IReadOnlyList<string>? UnitArguments { get; init; }

    /// <summary>Whether the service gives keepalived an option.</summary>
    public bool HasDaemonOption(string alias, string name) => DaemonOptions(alias, name).Any();

    /// <summary>The value of an option among the arguments that the service gives keepalived; null without it.</summary>
    public string? DaemonOption(string alias, string name) => DaemonOptions(alias, name).LastOrDefault(value => value is not null);

    /// <summary>An option for each time that it is given, with its value: getopt_long(3) takes short options together, <c>-Df FILE</c>.</summary>
    private IEnumerable<string?> DaemonOptions(string alias, string name)
    {
        var words = DaemonArguments;
        for (var at = 0; at < words.Count; at++)
        {
            var (word, next) = (words[at], at + 1 < words.Count ? words[at + 1] : null);
            if (word == name || word.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                yield return word == name ? next : word[(name.Length + 1)..];
            }
            else if (word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal))
            {
                var end = word.AsSpan(1).IndexOfAny(WithValue) + 1;
                var letters = end > 0 ? word[1..(end + 1)] : word[1..];
                var value = end > 0 && end + 1 < word.Length ? word[(end + 1)..] : end > 0 ? next : null;
                at += end > 0 && end + 1 == word.Length ? 1 : 0;
                if (letters.Contains(alias[1], StringComparison.Ordinal))
                {
                    yield return letters[^1] == alias[1] ? value : null;
                }
            }
        }
    }

    /// <summary>Reports the variables that the check ignores because of their names.</summary>
    public void JudgeNames(PreflightReport report)
    {
        foreach (var name in Variables.Keys)
        {
            if (VariableNames.Intended(name) is { } intended)
            {
                report.Warn(
                    Name, $"{name} {(Own.ContainsKey(name) ? "of this environment" : $"in {File}")} is ignored: no setting has this name", $"Did you mean {intended}?");
            }
        }
    }

    /// <summary>Reports the variables of the preflight's own environment that keepalived's check does not see.</summary>
    public void JudgeOverrides(PreflightReport report)
    {
        foreach (var setting in CheckSettings.All)
        {
            if (setting.Variable is { } variable
                && Own.TryGetValue(variable, out var value) && value.Length > 0
                && !(content.TryGetValue(variable, out var seen) && seen == value))
            {
                report.Warn(
                    Name,
                    $"{variable}={value} of this environment is not in {File}: keepalived's check does not see it",
                    $"Unset it, or set it in {File} and restart keepalived.");
            }
        }
    }

    /// <summary>A word <c>$NAME</c> becomes as many words as the value has, <c>${NAME}</c> stays one: systemd.service(5).</summary>
    private string[] Expand(string word)
    {
        var name = word.StartsWith('$') ? word.Trim('$', '{', '}') : null;
        var value = name is null ? word : content.GetValueOrDefault(name, "");
        return name is not null && !word.StartsWith("${", StringComparison.Ordinal) ? value.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) : [value];
    }
}
