namespace ErhChecker.Decision;

/// <summary>Why a link is excluded.</summary>
internal enum Exclusion
{
    None,

    NoTraversal,

    Controller,
}

/// <summary>A link, and whether it is usable.</summary>
internal readonly record struct ClassifiedLink(Link Link, Exclusion Exclusion)
{
    /// <summary>Whether sessions can use it.</summary>
    public bool Usable => Exclusion == Exclusion.None;
}
