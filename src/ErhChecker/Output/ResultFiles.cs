using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>
/// The files that hold the last verdict: keepalived discards what a check prints, and only the age of these files shows that
/// it no longer runs the check.
/// </summary>
internal static class ResultFiles
{
    /// <summary>Replaces the status file.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="result">The check.</param>
    /// <param name="warnings">The warnings and errors of the check, whether or not its log level writes them.</param>
    /// <returns>Why it was not replaced; null when it was.</returns>
    public static Diagnostic? WriteStatus(string path, CheckResult result, IReadOnlyList<string> warnings)
    {
        using var content = new MemoryStream();
        JsonOutput.Write(content, result, warnings);
        return Replace("status", path, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    /// <summary>Replaces the metrics file.</summary>
    /// <param name="path">The Prometheus text file.</param>
    /// <param name="result">The check.</param>
    /// <param name="warnings">The number of warnings and errors.</param>
    /// <returns>Why it was not replaced; null when it was.</returns>
    public static Diagnostic? WriteMetrics(string path, CheckResult result, int warnings) =>
        Replace("metrics", path, Encoding.UTF8.GetBytes(MetricsText.Format(result, warnings)));

    private static Diagnostic? Replace(string kind, string path, ReadOnlySpan<byte> content) => FileReplacement.TryReplace(path, content, out var problem)
        ? null
        : new(LogLevel.Error, $"the {kind} file {path} {problem}; the verdict stands");
}
