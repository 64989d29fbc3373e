using ErhChecker.EndToEnd.Running;

namespace ErhChecker.EndToEnd.Footprint;

/// <summary>A test that watches the checker's system calls: skipped, with the reason, where strace may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Possible = new(static () =>
        Attempt.Succeeds("strace", "-f", "-o", "/dev/null", "/usr/bin/time", "-o", "/dev/null", "true"));

    public TracedFactAttribute() => Skip = Possible.Value ? null : "needs strace and GNU time, and a system that allows to trace a process";
}
