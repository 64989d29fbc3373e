namespace ErhChecker.Keepalived.Hosts;

/// <summary>/etc/default/keepalived: the sample, with variables set where it offers them.</summary>
internal static class DefaultFile
{
    public const string Sample = "default/keepalived";

    /// <summary>The sample with the log files set, and these.</summary>
    /// <param name="sample">The sample of the host's kind.</param>
    /// <param name="variables">What is set beside the log files.</param>
    public static string With(string sample, IReadOnlyDictionary<string, string> variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LOG_FILE"] = $"{LabHost.Logs}/erhchecker.log",
            ["HISTORY_FILE"] = LabHost.HistoryFile,
        };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        var lines = Repository.ReadSample(sample).Split('\n');
        foreach (var (name, value) in all)
        {
            var at = Array.FindIndex(lines, line => line.TrimStart('#').StartsWith($"{name}=", StringComparison.Ordinal));
            Assert.True(at >= 0, $"the sample offers no {name}");
            lines[at] = $"{name}={value}";
        }

        return string.Join('\n', lines);
    }
}
