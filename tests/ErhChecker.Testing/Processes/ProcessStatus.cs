using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ErhChecker.Testing.Processes;

/// <summary>What proc(5) says of processes.</summary>
internal static partial class ProcessStatus
{
    /// <summary>Whether a process still runs; one that has ended and was not yet waited for does not.</summary>
    public static bool Runs(int process) => StateOf(process) is not (null or 'Z' or 'X');

    /// <summary>Whether there is such a process, even where /proc shows only one's own.</summary>
    public static bool Exists(int process) => Posix.kill(process, 0) == 0 || Marshal.GetLastPInvokeError() == Posix.EPERM;

    /// <summary>The processes that were started with this variable, as NAME=VALUE.</summary>
    public static IReadOnlyList<int> WithVariable(string variable) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Where(folder => Read(Path.Combine(folder, "environ")).Split('\0').Contains(variable, StringComparer.Ordinal))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Whether a process's main thread is in a wait that no handler of a signal interrupts.</summary>
    public static bool IsStuck(int process) => StateOf(process) is 'D';

    /// <summary>Whether a process has a thread of this name.</summary>
    public static bool HasThread(int process, string name)
    {
        try
        {
            return Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")).Any(thread => NameOf(thread) == name);
        }
        catch (IOException)
        {
            return false; // the process has just ended
        }
    }

    /// <summary>The processes that this one has started and not waited for.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. Read($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];

    /// <summary>The name of the program whose folder below /proc this is; empty when it has just ended.</summary>
    public static string NameOf(string folder) => Read(Path.Combine(folder, "comm")).TrimEnd();

    /// <summary>The most memory that a process of this program has used so far; 0 once it is gone, and before its exec.</summary>
    public static int PeakKiB(int process, string program)
    {
        var status = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
        var name = Path.GetFileName(program);
        return status.StartsWith($"Name:\t{name[..Math.Min(name.Length, 15)]}\n", StringComparison.Ordinal) && Peak.Match(status) is { Success: true } peak
            ? int.Parse(peak.Groups["kib"].Value, CultureInfo.InvariantCulture)
            : 0;
    }

    private static char? StateOf(int process) => Read($"/proc/{process}/stat") is { Length: > 0 } status ? status[status.LastIndexOf(')') + 2] : null;

    /// <summary>A file's text; empty when the process has just ended or is another user's.</summary>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^VmHWM:\s+(?<kib>[0-9]+) kB", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Peak { get; }
}
