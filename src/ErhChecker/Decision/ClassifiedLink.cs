namespace ErhChecker.Decision;

/// <summary>Why a link is excluded.</summary>
internal enum Exclusion
{
    /// <summary>It is not excluded.</summary>
    None,

    /// <summary>It leads to a no-traversal router.</summary>
    NoTraversal,

    /// <summary>It leads to a controller's host.</summary>
    Controller,
}

/// <summary>A link, and whether it is usable.</summary>
/// <param name="Link">The link.</param>
/// <param name="Exclusion">Why it is excluded.</param>
internal readonly record struct ClassifiedLink(Link Link, Exclusion Exclusion)
{
    /// <summary>Whether sessions can use it.</summary>
    public bool Usable => Exclusion == Exclusion.None;
}
