using System.Net;
using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>A check's verdict and everything behind it.</summary>
internal sealed record CheckResult
{
    /// <summary>The decision.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether the router's config does not exist.</summary>
    public bool IsConfigMissing { get; init; }

    /// <summary>Whether the system could not read the router's config at this moment.</summary>
    public bool IsConfigUnread { get; init; }

    /// <summary>Whether the check was ended before it queried the router.</summary>
    public bool EndedBeforeQuery => Endpoint is null && !IsConfigMissing && !IsConfigUnread && Verdict.State == CheckState.Unreachable;

    /// <summary>The signal that ended the check before it decided, or null.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The URL of the health endpoint that was queried last, or null.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The controller check, or null when there was no report.</summary>
    public ControllerCheck? Controller { get; init; }

    /// <summary>The controllers' addresses, as far as they are known.</summary>
    public IReadOnlySet<IPAddress> ControllerAddresses { get; init; } = new HashSet<IPAddress>();

    /// <summary>The links; null when the router reports no links (before 0.28), or there was no report.</summary>
    public IReadOnlyList<ClassifiedLink>? Links { get; init; }

    /// <summary>When the check came to its verdict.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How long the check ran.</summary>
    public TimeSpan Duration { get; init; }
}
