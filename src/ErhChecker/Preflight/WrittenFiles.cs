using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>The files that a check writes, and whether this user can write them.</summary>
internal static class WrittenFiles
{
    /// <summary>Judges every setting that names a file to write.</summary>
    public static void Judge(CheckSettings settings, PreflightReport report)
    {
        Judge("log", CheckSettings.LogFileSetting, settings.LogFile, WriteMode.Append, report);
        Judge("status", CheckSettings.StatusFileSetting, settings.StatusFile, WriteMode.Replace, report);
        Judge("metrics", CheckSettings.MetricsFileSetting, settings.MetricsFile, WriteMode.Replace, report);
        Judge("history", CheckSettings.HistoryFileSetting, settings.HistoryFile, WriteMode.Append, report);
    }

    private static void Judge(string name, Setting setting, string? path, WriteMode mode, PreflightReport report)
    {
        if (path is null)
        {
            return;
        }

        report.Step = path;
        if (WritableFile.WhyNot(path, mode) is { } problem)
        {
            report.Fail(name, $"{path} {problem}", $"Create the folder and let the user write there, or set another path ({setting.OptionInMessages}).");
        }
        else
        {
            report.Ok(name, $"{path} can be written");
        }
    }
}
