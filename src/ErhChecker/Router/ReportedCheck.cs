using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>A check of the health report, as far as its properties are there.</summary>
internal sealed class ReportedCheck
{
    public string? Id { get; set; }

    public bool? Healthy { get; set; }

    public ReportedTime? FailingSince { get; set; }

    public ReportedTime? LastCheckTime { get; set; }

    public bool DetailsAreLinks { get; set; } = true; // left out until the check has run once

    public List<Link> Links { get; } = [];
}
