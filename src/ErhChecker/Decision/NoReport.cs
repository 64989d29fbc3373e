namespace ErhChecker.Decision;

/// <summary>Why a check has no health report.</summary>
internal enum NoReport
{
    /// <summary>The router's config does not exist.</summary>
    ConfigMissing,

    /// <summary>The system could not read the router's config at this moment.</summary>
    ConfigUnread,

    /// <summary>The router's config exists, but contains no usable health endpoint.</summary>
    ConfigUnusable,

    /// <summary>The health endpoint did not return a health report.</summary>
    NoResponse,

    /// <summary>The check was ended by its deadline or a signal.</summary>
    Ended,
}
