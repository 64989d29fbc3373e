namespace ErhChecker.Keepalived.Hosts;

/// <summary>How the two router hosts are set up; without a word, as the samples are.</summary>
internal sealed record Setup
{
    /// <summary>The keepalived.conf of the two hosts.</summary>
    public Pair Pair { get; init; } = Pair.Fast;

    /// <summary>What is set in /etc/default/keepalived, beside the log files.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the sudoers sample is installed.</summary>
    public bool MayCountCircuits { get; init; } = true;

    /// <summary>Whether /etc/hosts has the controller's name; else only the client's silent name server could tell.</summary>
    public bool ControllerHasName { get; init; } = true;

    /// <summary>A program that takes the check's place, to be replaced by it later.</summary>
    public string? Checker { get; init; }
}
