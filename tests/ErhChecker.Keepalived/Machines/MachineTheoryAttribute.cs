namespace ErhChecker.Keepalived.Machines;

/// <summary>A test with data that needs machines; skipped, with the reason, where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachineTheoryAttribute : TheoryAttribute
{
    public MachineTheoryAttribute() => Skip = Namespaces.WhyNot;
}
