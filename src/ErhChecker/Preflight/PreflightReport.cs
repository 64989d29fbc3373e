namespace ErhChecker.Preflight;

/// <summary>All that the preflight found. The watchdog may read it while the preflight is stuck.</summary>
internal sealed class PreflightReport
{
    private readonly Lock adding = new();
    private readonly List<Finding> findings = [];

    /// <summary>The user for whom findings that are added from now on hold; null for everyone.</summary>
    public string? User { get; set; }

    /// <summary>What is being checked at this moment.</summary>
    public string Step { get; set; } = "settings";

    /// <summary>The findings so far.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (adding)
            {
                return [.. findings];
            }
        }
    }

    /// <summary>Whether nothing has to be fixed.</summary>
    public bool IsOk => Count(FindingLevel.Error) == 0;

    /// <summary>The exit code.</summary>
    public int ExitCode => IsOk ? 0 : 1;

    /// <summary>The number of findings of a level.</summary>
    public int Count(FindingLevel level) => Findings.Count(finding => finding.Level == level);

    /// <summary>Adds a finding.</summary>
    public void Add(Finding finding)
    {
        lock (adding)
        {
            findings.Add(finding.User is null ? finding with { User = User } : finding);
        }
    }

    /// <summary>Adds findings.</summary>
    public void Add(IEnumerable<Finding> found)
    {
        foreach (var finding in found)
        {
            Add(finding);
        }
    }
}
