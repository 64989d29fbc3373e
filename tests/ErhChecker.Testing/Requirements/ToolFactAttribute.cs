using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>A test that asks a tool of the system: skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        Tool = tool;
        Skip = Command.Exists(tool) ? null : $"needs {tool}";
    }

    /// <summary>The tool.</summary>
    public string Tool { get; }
}

/// <summary>A theory that asks a tool of the system: skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string tool)
    {
        Tool = tool;
        Skip = Command.Exists(tool) ? null : $"needs {tool}";
    }

    /// <summary>The tool.</summary>
    public string Tool { get; }
}
