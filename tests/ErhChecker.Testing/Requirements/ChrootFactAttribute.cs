using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>A test in a system's root of its own: skipped, with the reason, where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChrootFactAttribute : FactAttribute
{
    public ChrootFactAttribute() => Skip = Chroots.ReasonToSkip;
}

/// <summary>A theory in a system's root of its own: skipped, with the reason, where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChrootTheoryAttribute : TheoryAttribute
{
    public ChrootTheoryAttribute() => Skip = Chroots.ReasonToSkip;
}

file static class Chroots
{
    private static readonly Lazy<string?> Reason = new(() =>
        !Environment.IsPrivilegedProcess ? "needs root, to make a Debian root"
        : !Command.Exists("mmdebstrap") ? "needs mmdebstrap, to make a Debian root"
        : !Command.Succeeds("unshare", "--mount", "sh", "-c", "mount --bind /proc /proc && exec chroot / true")
            ? "needs a system that allows mount namespaces and chroot"
        : null);

    public static string? ReasonToSkip => Reason.Value;
}
