using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>
/// The files that hold the last verdict: keepalived discards what a check prints, and only the age of these files shows that
/// it no longer runs the check.
/// </summary>
internal static class ResultFiles
{
    /// <summary>Replaces the files that are named; what goes wrong is logged and changes nothing else.</summary>
    /// <param name="statusFile">The JSON file, or null.</param>
    /// <param name="metricsFile">The Prometheus text file, or null.</param>
    /// <param name="maintenanceFile">keepalived's track file for maintenance, which the metrics tell of.</param>
    /// <param name="result">The check.</param>
    /// <param name="log">Takes what goes wrong; its warnings are part of both files.</param>
    public static void Write(string? statusFile, string? metricsFile, string maintenanceFile, CheckResult result, CheckLog log)
    {
        if (statusFile is not null)
        {
            using var content = new MemoryStream();
            JsonOutput.Write(content, result, log.Warnings);
            Replace("status", statusFile, content.GetBuffer().AsSpan(0, (int)content.Length), log);
        }

        if (metricsFile is not null)
        {
            Replace("metrics", metricsFile, Encoding.UTF8.GetBytes(MetricsText.Format(result, log.Warnings.Count, TrackFile.IsSet(maintenanceFile))), log);
        }
    }

    private static void Replace(string kind, string path, ReadOnlySpan<byte> content, CheckLog log)
    {
        if (!FileReplacement.TryReplace(path, content, out var problem))
        {
            log.Write(new Diagnostic(LogLevel.Error, $"the {kind} file {path} {problem}; the verdict stands"));
        }
    }
}
