using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>How a link's standing is told.</summary>
internal static class LinkText
{
    /// <summary>To a person.</summary>
    public static string Why(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => "usable",
        Exclusion.NoTraversal => "left out, no-traversal router",
        _ => "left out, controller's host",
    };

    /// <summary>In the table's column: yes, or why not.</summary>
    public static string Counts(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => "yes",
        Exclusion.NoTraversal => "no-traversal",
        _ => "controller",
    };

    /// <summary>In JSON; null when it counts.</summary>
    public static string? JsonName(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => null,
        Exclusion.NoTraversal => "noTraversal",
        _ => "controller",
    };
}
