namespace ErhChecker.Preflight;

/// <summary>All that the preflight found. The clock may read it while the preflight is stuck.</summary>
internal sealed class PreflightReport
{
    private readonly Lock adding = new();
    private readonly List<Finding> findings = [];

    /// <summary>The user for whom findings that are added from now on hold; null for everyone.</summary>
    public string? User { get; set; }

    /// <summary>What is being checked at this moment.</summary>
    public string Step { get; set; } = "";

    /// <summary>The findings so far.</summary>
    public Finding[] Findings
    {
        get
        {
            lock (adding)
            {
                return [.. findings];
            }
        }
    }

    /// <summary>Whether there is no error.</summary>
    public bool IsOk => Count(FindingLevel.Error) == 0;

    /// <summary>The exit code.</summary>
    public int ExitCode => IsOk ? 0 : 1;

    /// <summary>Adds a finding that requires nothing.</summary>
    public void Ok(string name, string text) => Add(name, FindingLevel.Ok, text, remedy: null);

    /// <summary>Adds a disadvantage.</summary>
    public void Warn(string name, string text, string remedy) => Add(name, FindingLevel.Warning, text, remedy);

    /// <summary>Adds an error.</summary>
    public void Fail(string name, string text, string remedy) => Add(name, FindingLevel.Error, text, remedy);

    /// <summary>The number of findings of a level.</summary>
    public int Count(FindingLevel level)
    {
        var count = 0;
        foreach (var finding in Findings)
        {
            count += finding.Level == level ? 1 : 0;
        }

        return count;
    }

    private void Add(string name, FindingLevel level, string text, string? remedy)
    {
        lock (adding)
        {
            findings.Add(new(name, level, text, remedy, User));
        }
    }
}
