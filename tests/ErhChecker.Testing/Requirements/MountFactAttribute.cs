namespace ErhChecker.Testing.Requirements;

/// <summary>A test in a mount namespace of its own: skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = MountNamespace.ReasonToSkip;
}

/// <summary>A theory in a mount namespace of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute() => Skip = MountNamespace.ReasonToSkip;
}
