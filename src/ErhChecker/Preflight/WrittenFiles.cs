using ErhChecker.Host;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>The files that a check writes, and whether this user can write them.</summary>
internal static class WrittenFiles
{
    /// <summary>Every setting that names a file to write: its finding's name, the file, and how it is written.</summary>
    private static IEnumerable<(string Name, Setting Setting, string? Path, WriteMode Mode)> All(CheckSettings settings) =>
    [
        ("log", CheckSettings.LogFileSetting, settings.LogFile, WriteMode.Append),
    ];

    /// <summary>A finding for each file that is set.</summary>
    public static IEnumerable<Finding> Judge(CheckSettings settings) =>
        from file in All(settings)
        where file.Path is not null
        select WritableFile.WhyNot(file.Path, file.Mode) is { } problem
            ? Finding.Error(
                file.Name,
                $"{file.Path} {problem}",
                $"Create the folder and let the user write there, or set another path ({file.Setting.OptionInMessages}).")
            : Finding.Ok(file.Name, $"{file.Path} can be written");
}
