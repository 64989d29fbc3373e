using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The variables that keepalived's check sees: those of the file that systemd reads for keepalived's service. A variable of the
/// preflight's own environment overrides them, so that a change can be tried.
/// </summary>
/// <param name="File">The file's path.</param>
/// <param name="Content">The file's content.</param>
/// <param name="Own">The preflight's own environment.</param>
internal sealed record ServiceEnvironment(string File, EnvironmentFile Content, IReadOnlyDictionary<string, string> Own)
{
    private const string DebianFile = "/etc/default/keepalived";
    private const string RedHatFile = "/etc/sysconfig/keepalived";
    private const string Name = "variable";

    /// <summary>All variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; } = Merge(Content.Variables, Own);

    /// <summary>keepalived's own arguments: the service passes them on.</summary>
    public IReadOnlyList<string> DaemonArguments { get; } = [
        .. new[] { "DAEMON_ARGS", "KEEPALIVED_OPTIONS" }
            .Select(name => Content.Variables.GetValueOrDefault(name, ""))
            .SelectMany(text => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Reads the file of this host.</summary>
    /// <param name="own">The preflight's own environment.</param>
    /// <param name="findings">Takes what is wrong with the file.</param>
    public static ServiceEnvironment Read(IReadOnlyDictionary<string, string> own, List<Finding> findings)
    {
        var path = FileStatus.Of(DebianFile, followLink: true) is null && FileStatus.Of(RedHatFile, followLink: true) is not null ? RedHatFile : DebianFile;
        var file = TextFile.Read(path);
        if (file.State is not (FileState.Read or FileState.Missing))
        {
            findings.Add(Finding.Warning(Name, $"{path} {file.Problem}: its variables are not known here", "Run the preflight as root."));
        }

        var content = EnvironmentFile.Parse(file.Text);
        findings.AddRange(content.Problems.Select(problem => Finding.Warning(
            Name, $"{path}:{problem.Line}: {problem.Text}; systemd ignores the line", "Write NAME=value, without 'export'.")));
        return new(path, content, own);
    }

    /// <summary>Where a variable's value comes from, in words.</summary>
    public string SourceOf(string variable) => Own.GetValueOrDefault(variable, "").Length > 0 ? $"{variable} of this environment" : $"{variable} in {File}";

    /// <summary>The value after an option among keepalived's own arguments; null without it.</summary>
    public string? DaemonOption(string alias, string name)
    {
        string? value = null;
        for (var at = 0; at < DaemonArguments.Count; at++)
        {
            var word = DaemonArguments[at];
            if ((word == alias || word == name) && at + 1 < DaemonArguments.Count)
            {
                value = DaemonArguments[at + 1];
            }
            else if (word.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                value = word[(name.Length + 1)..];
            }
            else if (word.StartsWith(alias, StringComparison.Ordinal) && word.Length > alias.Length && !word.StartsWith("--", StringComparison.Ordinal))
            {
                value = word[alias.Length..];
            }
        }

        return value;
    }

    /// <summary>The variables that the check ignores because of their names.</summary>
    public IEnumerable<Finding> MisspelledVariables() =>
        from name in Variables.Keys.Order(StringComparer.Ordinal)
        let intended = VariableNames.Intended(name)
        where intended is not null
        select Finding.Warning(
            Name,
            $"{name} {(Own.ContainsKey(name) ? "of this environment" : $"in {File}")} is ignored: no setting has this name",
            $"Did you mean {intended}?");

    /// <summary>The variables of the preflight's own environment that keepalived's check does not see.</summary>
    public IEnumerable<Finding> OverriddenVariables() =>
        from variable in CheckSettings.All.Select(setting => setting.Variable).OfType<string>()
        let own = Own.GetValueOrDefault(variable, "")
        where own.Length > 0 && own != Content.Variables.GetValueOrDefault(variable, "")
        select Finding.Warning(
            Name,
            $"{variable}={own} is set in this environment, but not in {File}: keepalived's check does not see it",
            $"Unset it, or set it in {File} and restart keepalived.");

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> file, IReadOnlyDictionary<string, string> own)
    {
        var merged = new Dictionary<string, string>(file, StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            merged[name] = value;
        }

        return merged;
    }
}
