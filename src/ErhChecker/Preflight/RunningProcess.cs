using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A process of this host, in this pid namespace: proc(5).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name, at most 15 characters.</param>
internal sealed record RunningProcess(int Id, string Name)
{
    private const int TicksPerSecond = 100; // USER_HZ, of all architectures of the program

    /// <summary>All of them, but those of other pid namespaces.</summary>
    public static IEnumerable<RunningProcess> All()
    {
        var own = FileStatus.ReadLink("/proc/self/ns/pid");
        return Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && FileStatus.ReadLink(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/pid")) is var other && (other is null || other == own))
            .Select(id => new RunningProcess(id, Read(id, "comm").TrimEnd('\n')));
    }

    /// <summary>The words of its command line.</summary>
    public string[] Words => Read(Id, "cmdline").TrimEnd('\0').Split('\0');

    /// <summary>Its environment when it was started; empty where it cannot be read.</summary>
    public IReadOnlyDictionary<string, string> Environment => Read(Id, "environ").Split('\0')
        .Select(variable => variable.Split('=', 2)).Where(parts => parts.Length == 2)
        .DistinctBy(parts => parts[0], StringComparer.Ordinal).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>How long it has run, in seconds; 0 where it is not known.</summary>
    public double Seconds
    {
        get
        {
            const int startTime = 19; // the 22nd field, counted from the third: the name before it may have blanks
            var stat = Read(Id, "stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > startTime
                && double.TryParse(fields[startTime], CultureInfo.InvariantCulture, out var ticks)
                && double.TryParse(TextFile.Read("/proc/uptime").Text.Split(' ')[0], CultureInfo.InvariantCulture, out var uptime)
                ? uptime - (ticks / TicksPerSecond)
                : 0;
        }
    }

    private static string Read(int id, string file) => TextFile.TextOf(TextFile.ReadBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}")).Text);
}
