using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>
/// The files that hold the last verdict: keepalived discards what a check prints, and only the age of these files shows that
/// it no longer runs the check.
/// </summary>
internal static class ResultFiles
{
    /// <summary>What the files are among <see cref="UsedFiles"/>.</summary>
    public const string StatusName = "the status file";

    /// <inheritdoc cref="StatusName"/>
    public const string MetricsName = "the metrics file";

    /// <summary>Replaces the files that are named; what goes wrong is logged and changes nothing else.</summary>
    /// <param name="statusFile">The JSON file, or null.</param>
    /// <param name="metricsFile">The Prometheus text file, or null.</param>
    /// <param name="result">The check.</param>
    /// <param name="log">Takes what goes wrong; its warnings are part of both files.</param>
    public static void Write(string? statusFile, string? metricsFile, CheckResult result, CheckLog log)
    {
        if (statusFile is not null)
        {
            using var content = new MemoryStream();
            JsonOutput.Write(content, result, log.Warnings);
            Replace(StatusName, statusFile, content.GetBuffer().AsSpan(0, (int)content.Length), log);
        }

        if (metricsFile is not null)
        {
            Replace(MetricsName, metricsFile, Encoding.UTF8.GetBytes(MetricsText.Format(result, log.Warnings.Count)), log);
        }
    }

    private static void Replace(string name, string path, ReadOnlySpan<byte> content, CheckLog log)
    {
        if (!FileReplacement.TryReplace(path, content, out var problem, target => log.Files.WhyNotWrite(name, path, target)))
        {
            log.Write(new Diagnostic(LogLevel.Error, $"{name} {path} {problem}; the verdict stands"));
        }
    }
}
