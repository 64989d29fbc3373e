using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>Whether machines can be made here: it takes Linux, root and a kernel that permits namespaces.</summary>
internal sealed class Namespaces : IRequirement
{
    /// <summary>What gives a machine its own of everything, and ends it when unshare is killed.</summary>
    public static IReadOnlyList<string> Options { get; } =
        ["--fork", "--pid", "--kill-child", "--mount", "--mount-proc", "--net", "--uts"];

    private static readonly Lazy<string?> Problem = new(() => Command.Problem(
        ["unshare", .. Options, "/bin/sh", "-c", "mount -t tmpfs try /run && ip link add name try0 type bridge"]));

    /// <inheritdoc/>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("ERHCHECKER_NAMESPACES") is "required" || Problem.Value is null
            ? null
            : $"namespaces cannot be made here: {Problem.Value}";
}
