namespace ErhChecker.Testing.Requirements;

/// <summary>What a test requires is not there, seen while it runs: it is skipped, with this reason.</summary>
public sealed class RequirementException : Exception
{
    private const string Wrong = "cannot test: ";

    public RequirementException()
    {
    }

    public RequirementException(string message)
        : base(message)
    {
    }

    public RequirementException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is there is wrong: the first test that meets it fails, the others are skipped.</summary>
    public static RequirementException Failure(string message) => new(Wrong + message);

    /// <summary>Whether the message is that of a <see cref="Failure"/>.</summary>
    public static bool IsFailure(string message) => message.StartsWith(Wrong, StringComparison.Ordinal);
}
