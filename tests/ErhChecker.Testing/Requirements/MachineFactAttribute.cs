namespace ErhChecker.Testing.Requirements;

/// <summary>A test that needs machines; skipped, with the reason, where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineFactAttribute : FactAttribute
{
    public MachineFactAttribute() => Skip = Namespaces.ReasonToSkip;
}

/// <summary>A theory that needs machines; skipped, with the reason, where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineTheoryAttribute : TheoryAttribute
{
    public MachineTheoryAttribute() => Skip = Namespaces.ReasonToSkip;
}
