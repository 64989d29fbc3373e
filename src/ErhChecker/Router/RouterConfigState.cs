namespace ErhChecker.Router;

/// <summary>Whether the router's config contains a usable health endpoint.</summary>
internal enum RouterConfigState
{
    /// <summary>It does.</summary>
    Usable,

    /// <summary>It exists, but does not show where the router listens; this does not mean that the router is down.</summary>
    Unusable,

    /// <summary>It does not exist: no router is installed here.</summary>
    Missing,

    /// <summary>The system could not read it at this moment: a problem of this host, not of the config.</summary>
    SystemFailed,
}
