namespace ErhChecker.Decision;

/// <summary>The result of a check.</summary>
internal enum CheckState
{
    /// <summary>Controller up, a usable link.</summary>
    Healthy,

    /// <summary>Controller up, no usable link.</summary>
    NoLinks,

    /// <summary>Controller lost, no usable link.</summary>
    Isolated,

    /// <summary>Controller lost, links up; existing sessions may continue.</summary>
    Draining,

    /// <summary>Controller lost, links up; the switch timeout has passed, or no session is left.</summary>
    Drained,

    /// <summary>The router did not return a health report.</summary>
    Unreachable,

    /// <summary>The router's config does not contain a usable health endpoint.</summary>
    Unknown,
}
