namespace ErhChecker.Testing.Requirements;

/// <summary>A test that only <c>./build.sh test --all</c> runs.</summary>
/// <param name="reason">What it proves, and so what the others leave out; README promises nothing that rests on it alone.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class OnlyInAllAttribute(string reason) : Attribute
{
    /// <summary>What it proves.</summary>
    public string Reason { get; } = reason;
}
