using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>Judges the programs that keepalived starts at a transition.</summary>
internal static class NotifyFindings
{
    private const string Name = "notify";
    private const int MaxPrograms = 20;

    /// <summary>Whether this user, which is that of the scripts, can execute each.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="environment">The environment that keepalived runs them with.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Judge(KeepalivedConfig config, IReadOnlyDictionary<string, string> environment, PreflightReport report)
    {
        var programs = config.Instances.Where(each => each.FirstPlace is null)
            .SelectMany(each => each.Notifies)
            .Select(line => (Line: line, Words: KeepalivedSyntax.SplitCommand(line.Text) is [_, var command, .. var user] ? (Command: KeepalivedSyntax.SplitCommand(command), HasUser: user.Count > 0) : default))
            .Where(each => each.Words.Command is { Count: > 0 })
            .DistinctBy(each => (each.Words.Command![0], each.Words.HasUser))
            .Take(MaxPrograms);
        foreach (var (line, words) in programs)
        {
            var path = ScriptFile.PathOf(words.Command![0], environment);
            report.Step = path;
            if (path.Contains('$', StringComparison.Ordinal))
            {
                report.Warn(Name, $"the preflight cannot resolve '{path}' at {line.Place}", $"Write the value itself at {line.Place}, or check it by hand.");
            }
            else if (WhyNot(path, words.HasUser) is { } problem)
            {
                if (config.Scripts.Any(script => script.Command is [var program, ..] && program == words.Command![0]))
                {
                    continue; // the check's own program: its finding says so
                }

                report.Warn(Name, $"{path}, the {line.Keyword} program at {line.Place}, {problem}: no transition is recorded", "Correct the path, or the permissions of the file.");
            }
            else
            {
                report.Ok(Name, $"{path} can be executed");
            }
        }
    }

    /// <summary>Why it cannot be executed; null when it can. Of one with a user of its own only the file is looked at.</summary>
    private static string? WhyNot(string path, bool hasUser) => FileStatus.Of(path, followLink: true) switch
    {
        null => "does not exist or cannot be reached",
        { IsRegularFile: false } => "is not a file",
        { IsExecutable: false } => "is not executable",
        _ when !hasUser && Libc.faccessat(Libc.AT_FDCWD, path, Libc.X_OK, Libc.AT_EACCESS) != 0 => $"cannot be executed: {Libc.strerror(Libc.errno())}",
        _ => null,
    };
}
