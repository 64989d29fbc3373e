namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A test with a <see cref="HungFileSystem"/>: skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HungFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(static () =>
    {
        try
        {
            using var mounted = new HungFileSystem();
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"needs root and FUSE: {problem.Message}";
        }
    });

    public HungFactAttribute() => Skip = Reason.Value;
}

/// <summary>A theory with a <see cref="HungFileSystem"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HungTheoryAttribute : TheoryAttribute
{
    public HungTheoryAttribute() => Skip = new HungFactAttribute().Skip;
}

/// <summary>A theory with a <see cref="HungFileSystem"/>, in a mount namespace of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HungMountTheoryAttribute : TheoryAttribute
{
    public HungMountTheoryAttribute() => Skip = new HungFactAttribute().Skip ?? MountNamespace.ReasonToSkip;
}
