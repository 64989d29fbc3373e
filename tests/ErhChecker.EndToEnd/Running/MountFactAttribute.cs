namespace ErhChecker.EndToEnd.Running;

/// <summary>A test in a mount namespace of its own: skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Possible = new(static () =>
        Attempt.Succeeds("unshare", "-m", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"));

    /// <summary>A command for <see cref="CheckerStart.Through"/>: runs this as a shell script in a mount namespace of its own first.</summary>
    internal static string[] After(string script) => ["unshare", "-m", "sh", "-c", $"{script} && exec \"$0\" \"$@\""];

    public MountFactAttribute() => Skip = Possible.Value ? null : "needs root and a system that allows mount namespaces";
}

/// <summary>A theory in a mount namespace of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute() => Skip = new MountFactAttribute().Skip;
}
