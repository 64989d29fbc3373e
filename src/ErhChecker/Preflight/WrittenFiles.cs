using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>The files that a check writes, and whether this user can write them.</summary>
internal static class WrittenFiles
{
    /// <summary>Judges every setting that names a file to write.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="endpointsFiles">Where the router may keep its list of controllers.</param>
    /// <param name="report">Takes the findings.</param>
    public static void Judge(CheckSettings settings, IReadOnlyList<string> endpointsFiles, PreflightReport report)
    {
        var files = new UsedFiles(settings.ZitiBinaryFile, settings.ReadFiles, settings.WrittenFiles);
        foreach (var (name, path) in settings.ReadFiles.Concat(endpointsFiles.Select(each => ("the endpoints file", (string?)each))))
        {
            files.AddRead(name, path);
        }

        Judge("log", CheckSettings.LogFileSetting, settings.LogFile, WriteMode.Append, files, report);
        Judge("status", CheckSettings.StatusFileSetting, settings.StatusFile, WriteMode.Replace, files, report);
        Judge("metrics", CheckSettings.MetricsFileSetting, settings.MetricsFile, WriteMode.Replace, files, report);
        Judge("history", CheckSettings.HistoryFileSetting, settings.HistoryFile, WriteMode.Append, files, report);
    }

    private static void Judge(string name, Setting setting, string? path, WriteMode mode, UsedFiles files, PreflightReport report)
    {
        if (path is null)
        {
            return;
        }

        report.Step = path;
        if (WritableFile.WhyNot(path, mode, target => files.WhyNotWrite($"the {name} file", path, target)) is { } problem)
        {
            report.Fail(name, $"{path} {problem}", $"Create the folder and let the user write there, or set another path ({setting.OptionInMessages}).");
        }
        else
        {
            report.Ok(name, $"{path} can be written");
        }
    }
}
