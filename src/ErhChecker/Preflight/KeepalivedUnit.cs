using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>keepalived's unit: the arguments of its <c>ExecStart</c>, which drop-ins may replace.</summary>
internal static class KeepalivedUnit
{
    private const string Unit = "keepalived.service";

    private static readonly string[] Folders = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>The words after the program in the <c>ExecStart</c> that counts; null without a unit.</summary>
    public static IReadOnlyList<string>? Arguments()
    {
        var unit = Folders.Select(folder => TextFile.Read($"{folder}/{Unit}")).FirstOrDefault(file => file.State == FileState.Read);
        if (unit is null)
        {
            return null;
        }

        var dropIns = Folders.SelectMany(folder => FilePaths.Glob($"{folder}/{Unit}.d/*.conf"))
            .DistinctBy(Path.GetFileName, StringComparer.Ordinal)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(path => TextFile.Read(path).Text);
        return Arguments([unit.Text, .. dropIns]);
    }

    /// <summary>The words after the program in the last <c>ExecStart</c> of a unit and its drop-ins.</summary>
    /// <param name="files">The text of each, in their order.</param>
    public static IReadOnlyList<string>? Arguments(IEnumerable<string> files) => files
        .SelectMany(text => text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        .Where(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))
        .Select(line => line["ExecStart=".Length..].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .LastOrDefault(words => words.Length > 0)?.Skip(1).ToList();
}
