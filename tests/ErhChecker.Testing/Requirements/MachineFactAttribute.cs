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

/// <summary>A test that needs machines and a tool of the system; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineToolFactAttribute : FactAttribute
{
    public MachineToolFactAttribute(string tool)
    {
        Tool = tool;
        Skip = Namespaces.ReasonToSkip ?? (Processes.Command.Exists(tool) ? null : $"needs {tool}");
    }

    /// <summary>The tool.</summary>
    public string Tool { get; }
}
