namespace ErhChecker.Tests.Support;

/// <summary>A test of what only root does, such as running the agent without sudo.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    /// <summary>Skips the test for anyone else.</summary>
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "only root runs the agent itself";
}

/// <summary>A theory of what only root does.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the theory for anyone else.</summary>
    public RootTheoryAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "only root runs the agent itself";
}
