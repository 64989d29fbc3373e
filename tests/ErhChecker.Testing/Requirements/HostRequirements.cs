using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>Root, which can run programs as other users.</summary>
internal sealed class Root : IRequirement
{
    /// <inheritdoc/>
    public static string? Missing => Environment.IsPrivilegedProcess ? null : "requires root, to run a program as another user";
}

/// <summary>Roots of other systems.</summary>
internal sealed class Chroots : IRequirement
{
    private static readonly Lazy<string?> Reason = new(() =>
        !Environment.IsPrivilegedProcess ? "requires root, to make a Debian root"
        : !Command.Exists("mmdebstrap") ? "requires mmdebstrap, to make a Debian root"
        : !Command.Succeeds("unshare", "--mount", "sh", "-c", "mount --bind /proc /proc && exec chroot / true")
            ? "requires a system that allows mount namespaces and chroot"
        : null);

    /// <inheritdoc/>
    public static string? Missing => Reason.Value;
}

/// <summary>Programs that trace and measure a check.</summary>
internal sealed class Tracing : IRequirement
{
    private static readonly Lazy<bool> Possible = new(static () =>
        Command.Succeeds("strace", "-f", "-o", "/dev/null", "/usr/bin/time", "-o", "/dev/null", "true"));

    /// <inheritdoc/>
    public static string? Missing => Possible.Value ? null : "requires strace and GNU time, and a system that allows processes to be traced";
}
