namespace ErhChecker.Keepalived.Machines;

/// <summary>The namespaces of a machine, and who is still in one of them.</summary>
internal sealed class Traces
{
    private static readonly string[] Kinds = ["pid", "mnt", "net", "uts"];

    private readonly HashSet<string> _namespaces;

    private Traces(HashSet<string> namespaces) => _namespaces = namespaces;

    public static Traces Of(Machine machine) =>
        new([.. Kinds.Select(kind => Namespace($"{machine.Id}", kind)!)]);

    /// <summary>The processes that hold on to one of its namespaces.</summary>
    public IReadOnlyList<string> Left() =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => char.IsAsciiDigit(name[0]))
            .Where(id => Kinds.Any(kind => Namespace(id, kind) is { } held && _namespaces.Contains(held)))];

    // The link's target, such as net:[4026531840]; null where the process has just ended or is none of ours.
    private static string? Namespace(string processId, string kind)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{processId}/ns/{kind}", returnFinalTarget: false)?.Name;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
