using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>The files that a check writes, and whether this user can write them.</summary>
internal static class WrittenFiles
{
    /// <summary>Judges every setting that names a file to write.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="endpointsFile">The file in which the router keeps its controllers, or null.</param>
    /// <param name="report">Takes the findings.</param>
    public static void Judge(CheckSettings settings, string? endpointsFile, PreflightReport report)
    {
        var files = new UsedFiles(settings.ZitiBinaryFile, settings.ReadFiles, settings.WrittenFiles);
        foreach (var (name, path) in settings.ReadFiles.Append(("the endpoints file", endpointsFile)))
        {
            files.AddRead(name, path);
        }

        Judge("log", CheckSettings.LogFileSetting, settings.LogFile, WriteMode.Append, files, report);
        Judge("status", CheckSettings.StatusFileSetting, settings.StatusFile, WriteMode.Replace, files, report);
        Judge("metrics", CheckSettings.MetricsFileSetting, settings.MetricsFile, WriteMode.Replace, files, report);
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
