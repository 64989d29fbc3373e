namespace ErhChecker.Testing.Requirements;

/// <summary>A test that changes its user: skipped, with the reason, unless root runs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Root.ReasonToSkip;
}

/// <summary>A theory that changes its user: skipped, with the reason, unless root runs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Root.ReasonToSkip;
}

file static class Root
{
    public static string? ReasonToSkip => Environment.IsPrivilegedProcess ? null : "needs root, to run a program as another user";
}
