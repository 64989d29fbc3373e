namespace ErhChecker.Decision;

/// <summary>The router's check of its control channels, as reported.</summary>
/// <param name="Healthy">Whether any controller answers.</param>
/// <param name="FailingSince">RFC 3339, since when it fails; null when not said.</param>
/// <param name="LastCheckTime">RFC 3339, when it ran last; null when not said.</param>
internal sealed record ControllerCheck(bool Healthy, string? FailingSince, string? LastCheckTime);

/// <summary>A link to another router, as reported.</summary>
/// <param name="LinkId">The link's id, perhaps empty.</param>
/// <param name="DestRouterId">The router id at its other end, perhaps empty.</param>
/// <param name="RemoteAddresses">The far ends of its connections: <c>tcp:198.51.100.7:443</c>.</param>
internal sealed record Link(string LinkId, string DestRouterId, IReadOnlyList<string> RemoteAddresses);

/// <summary>Why a link does not count.</summary>
internal enum Exclusion
{
    /// <summary>It counts.</summary>
    None,

    /// <summary>Its router forwards nothing.</summary>
    NoTraversal,

    /// <summary>It leads to a controller's own host.</summary>
    Controller,
}

/// <summary>A link and whether it counts.</summary>
/// <param name="Link">The link.</param>
/// <param name="Exclusion">Why not, if not.</param>
internal readonly record struct JudgedLink(Link Link, Exclusion Exclusion)
{
    /// <summary>Whether sessions can use it.</summary>
    public bool Usable => Exclusion == Exclusion.None;
}

/// <summary>What is known of the router's circuits.</summary>
/// <param name="Asked">Whether the ziti agent was asked.</param>
/// <param name="Number">How many, or null when that is unknown.</param>
/// <param name="WhyUnknown">Why the number is unknown; empty otherwise.</param>
internal sealed record CircuitCount(bool Asked, long? Number, string WhyUnknown)
{
    /// <summary>Nobody was asked.</summary>
    public static readonly CircuitCount NotAsked = new(false, null, "");

    /// <summary>The agent answered.</summary>
    public static CircuitCount Known(long number) => new(true, number, "");

    /// <summary>The agent did not answer.</summary>
    public static CircuitCount Unknown(string why) => new(true, null, why);
}
