namespace ErhChecker.Keepalived.Machines;

/// <summary>A test that needs machines; skipped, with the reason, where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachineFactAttribute : FactAttribute
{
    public MachineFactAttribute() => Skip = Namespaces.WhyNot;
}
