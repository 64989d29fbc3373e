using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>A test that watches the checker's system calls: skipped, with the reason, where strace may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedFactAttribute : FactAttribute
{
    public TracedFactAttribute() => Skip = Tracing.ReasonToSkip;
}

/// <summary>A theory that watches the checker's system calls, or lets some fail: skipped, with the reason, where strace may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedTheoryAttribute : TheoryAttribute
{
    public TracedTheoryAttribute() => Skip = Tracing.ReasonToSkip;
}

file static class Tracing
{
    private static readonly Lazy<bool> Possible = new(static () =>
        Command.Succeeds("strace", "-f", "-o", "/dev/null", "/usr/bin/time", "-o", "/dev/null", "true"));

    public static string? ReasonToSkip => Possible.Value ? null : "needs strace and GNU time, and a system that allows to trace a process";
}
