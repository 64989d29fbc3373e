using System.Net;

namespace ErhChecker.Decision;

/// <summary>A check's verdict and everything behind it.</summary>
internal sealed record CheckResult
{
    public required Verdict Verdict { get; init; }

    /// <summary>The signal that ended the check before it decided, or null.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The URL of the health endpoint that was queried last, or null.</summary>
    public string? Endpoint { get; init; }

    public ControllerCheck? Controller { get; init; }

    /// <summary>The controllers' addresses, as far as they are known.</summary>
    public IReadOnlySet<IPAddress> ControllerAddresses { get; init; } = new HashSet<IPAddress>();

    /// <summary>The links; null when the router reports no links (before 0.28), or there was no report.</summary>
    public IReadOnlyList<ClassifiedLink>? Links { get; init; }

    /// <summary>When the check came to its verdict.</summary>
    public DateTimeOffset Time { get; init; }

    public TimeSpan Duration { get; init; }
}
