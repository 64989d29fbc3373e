using System.Text;
using ErhChecker.Decision;
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

    /// <summary>Replaces the status file.</summary>
    /// <param name="warnings">The warnings and errors of the check, whether or not its log level writes them.</param>
    /// <param name="files">The files of the check, which must not be each other's.</param>
    /// <returns>Why it was not replaced; null when it was.</returns>
    public static Diagnostic? WriteStatus(string path, CheckResult result, IReadOnlyList<string> warnings, UsedFiles files)
    {
        using var content = new MemoryStream();
        JsonOutput.Write(content, result, warnings);
        return Replace(StatusName, path, content.GetBuffer().AsSpan(0, (int)content.Length), files);
    }

    /// <summary>Replaces the metrics file.</summary>
    /// <param name="warnings">The number of warnings and errors.</param>
    /// <param name="maintenanceFile">keepalived's track file for maintenance.</param>
    /// <param name="files">The files of the check, which must not be each other's.</param>
    /// <returns>Why it was not replaced; null when it was.</returns>
    public static Diagnostic? WriteMetrics(string path, CheckResult result, int warnings, string maintenanceFile, UsedFiles files) =>
        Replace(MetricsName, path, Encoding.UTF8.GetBytes(MetricsText.Format(result, warnings, TrackFile.IsSet(maintenanceFile))), files);

    private static Diagnostic? Replace(string name, string path, ReadOnlySpan<byte> content, UsedFiles files) =>
        FileReplacement.TryReplace(path, content, out var problem, target => files.WhyNotWrite(name, path, target))
            ? null
            : new(LogLevel.Error, $"{name} {path} {problem}; the verdict stands");
}
