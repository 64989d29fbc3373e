namespace ErhChecker.Keepalived.Monitoring;

/// <summary>A test that runs Prometheus' promtool; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = Programs.WhyNot("promtool", "prometheus");
}

/// <summary>A theory that runs Prometheus' promtool.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolTheoryAttribute : TheoryAttribute
{
    public PromtoolTheoryAttribute() => Skip = new PromtoolFactAttribute().Skip;
}

/// <summary>A test that runs promtool and needs machines.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolMachineFactAttribute : FactAttribute
{
    public PromtoolMachineFactAttribute() => Skip = Namespaces.ReasonToSkip ?? new PromtoolFactAttribute().Skip;
}

/// <summary>A theory that runs promtool and needs machines.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolMachineTheoryAttribute : TheoryAttribute
{
    public PromtoolMachineTheoryAttribute() => Skip = new PromtoolMachineFactAttribute().Skip;
}

/// <summary>A theory that runs jq; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JqTheoryAttribute : TheoryAttribute
{
    public JqTheoryAttribute() => Skip = Programs.WhyNot("jq", "jq");
}

file static class Programs
{
    public static string? WhyNot(string program, string package) =>
        Command.Exists(program) ? null : $"needs {program}: apt-get install {package}";
}
