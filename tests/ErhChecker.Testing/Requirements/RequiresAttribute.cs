using System.Reflection;
using Xunit.v3;

namespace ErhChecker.Testing.Requirements;

/// <summary>What a host may lack.</summary>
internal interface IRequirement
{
    /// <summary>What is missing on this host, for the reader of a skipped test; null where nothing is.</summary>
    static abstract string? Missing { get; }
}

/// <summary>A test that is skipped, with the reason, on hosts that lack this.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RequiresAttribute<T> : BeforeAfterTestAttribute
    where T : IRequirement
{
    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Requires.Met<T>();
}

/// <summary>A test that runs a tool of the system, and is skipped where that is missing.</summary>
/// <param name="tool">The command.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class RequiresToolAttribute(string tool) : BeforeAfterTestAttribute
{
    /// <summary>The command.</summary>
    public string Tool { get; } = tool;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Assert.SkipUnless(Processes.Command.Exists(Tool), $"requires {Tool}");
}

/// <summary>A test that only <c>./build.sh test --all</c> runs.</summary>
/// <param name="reason">What it proves, and so what the others leave out; README promises nothing that rests on it alone.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class OnlyInAllAttribute(string reason) : BeforeAfterTestAttribute
{
    private static readonly bool IsAll = Environment.GetEnvironmentVariable("ERHCHECKER_TESTS") is "all";

    /// <summary>What it proves.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Assert.SkipUnless(IsAll, $"left out: {Reason}; ./build.sh test --all runs it");
}

/// <summary>Requirements of what tests share.</summary>
internal static class Requires
{
    /// <summary>Skips the test, with the reason, where the host lacks this.</summary>
    public static void Met<T>()
        where T : IRequirement
    {
        if (T.Missing is { } reason)
        {
            Assert.Skip(reason);
        }
    }
}
