using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>Why a link is usable or not, in words.</summary>
internal static class LinkText
{
    /// <summary>For the log.</summary>
    public static string Why(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => "usable",
        Exclusion.NoTraversal => "excluded (no-traversal)",
        _ => "excluded (controller host)",
    };

    /// <summary>For the table's column: yes, or why not.</summary>
    public static string Usable(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => "yes",
        Exclusion.NoTraversal => "no-traversal",
        _ => "controller",
    };

    /// <summary>For JSON; null when the link is usable.</summary>
    public static string? JsonName(Exclusion exclusion) => exclusion switch
    {
        Exclusion.None => null,
        Exclusion.NoTraversal => "noTraversal",
        _ => "controller",
    };
}
