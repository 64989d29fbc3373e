namespace ErhChecker.Decision;

/// <summary>Why a check has no health report.</summary>
internal enum NoReport
{
    /// <summary>The router's config does not exist: no router is installed on this host.</summary>
    ConfigMissing,

    /// <summary>The system could not read the router's config at this moment: a problem of this host, not of the config.</summary>
    ConfigUnread,

    /// <summary>The router's config exists, but contains no usable health endpoint; this does not mean that the router is down.</summary>
    ConfigUnusable,

    /// <summary>The check was ended by its deadline or a signal before it queried the router.</summary>
    EndedBeforeQuery,

    /// <summary>The health endpoint did not return a health report.</summary>
    NoResponse,
}
