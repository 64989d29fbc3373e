using System.Globalization;
using System.Text.RegularExpressions;

namespace ErhChecker.EndToEnd.Footprint;

/// <summary>What one check asked of the system, as strace tells it.</summary>
internal sealed partial class CallTrace
{
    private const string Name = "trace";

    private readonly List<Call> calls;

    private CallTrace(IEnumerable<string> lines) =>
        calls = [.. lines.Select(line => CallLine.Match(line)).Where(match => match.Success).Select(Call.Of)];

    /// <summary>How many calls there were, of all threads.</summary>
    public int Count => calls.Count;

    /// <summary>Each kind of call with its number, the most frequent first.</summary>
    public string Summary => string.Join(", ", calls.GroupBy(call => call.Name, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}"));

    /// <summary>The paths that were opened, or tried to be.</summary>
    public IReadOnlyList<string> Opened => [.. Named("open", "openat").Select(call => call.Arguments.Split('"')[1])];

    /// <summary>Files that were opened to be written to or made.</summary>
    public IReadOnlyList<string> OpenedForWriting =>
        [.. Named("open", "openat").Where(call => WriteFlags.IsMatch(call.Arguments)).Select(call => call.Arguments.Split('"')[1])];

    /// <summary>Bytes read and received, but for what the kernel makes up below /proc and /sys: hosts differ in that.</summary>
    public long BytesRead => Named("read", "pread64", "readv", "recvfrom", "recvmsg")
        .Where(call => call.Result > 0 && !call.Arguments.Contains("</proc/", StringComparison.Ordinal) && !call.Arguments.Contains("</sys/", StringComparison.Ordinal))
        .Sum(call => call.Result);

    /// <summary>Threads that were started beside the first.</summary>
    public int Threads => Named("clone", "clone3").Count(call => call.Arguments.Contains("CLONE_THREAD", StringComparison.Ordinal));

    /// <summary>Processes that were started.</summary>
    public int Processes => Named("fork", "vfork").Count() + Named("clone", "clone3").Count() - Threads;

    /// <summary>How often a call was made.</summary>
    public int CountOf(string name) => Named(name).Count();

    /// <summary>Traces one healthy check, not the first on its host: from the second on, the kernel knows that there is no endpoints file.</summary>
    public static async Task<CallTrace> OfHealthyCheckAsync()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await host.CheckAsync();
        var run = await RouterHost.CheckAsync(host.Start() with { Through = ["strace", "-ff", "-y", "-s", "256", "-o", host.Folder[Name]] });
        Assert.True(run.ExitCode == 0, run.ToString());
        return new CallTrace(Directory.EnumerateFiles(host.Folder.Path, $"{Name}.*").SelectMany(File.ReadLines));
    }

    private IEnumerable<Call> Named(params string[] names) => calls.Where(call => names.Contains(call.Name, StringComparer.Ordinal));

    /// <summary><c>read(3&lt;/etc/hosts&gt;, "..."..., 4096) = 180</c>; each thread has a file of its own, or lines would be cut in two.</summary>
    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\) += (?<result>-?\d+|\?|0x)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CallLine { get; }

    [GeneratedRegex(@"O_(WRONLY|RDWR|CREAT|TMPFILE)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex WriteFlags { get; }

    private sealed record Call(string Name, string Arguments, long Result)
    {
        public static Call Of(Match match) => new(
            match.Groups["name"].Value,
            match.Groups["arguments"].Value,
            long.TryParse(match.Groups["result"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var result) ? result : 0);
    }
}
