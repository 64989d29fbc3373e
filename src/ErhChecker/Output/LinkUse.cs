using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>Whether a link is usable, or why it is excluded, as each output writes it.</summary>
/// <param name="Exclusion">The reason.</param>
/// <param name="LogText">In the log, after a number or a link.</param>
/// <param name="Column">In the column USABLE of <c>--output text</c>.</param>
/// <param name="JsonName">In JSON; null when the link is usable.</param>
/// <param name="MetricLabel">The label of the metric.</param>
internal sealed record LinkUse(Exclusion Exclusion, string LogText, string Column, string? JsonName, string MetricLabel)
{
    /// <summary>One row for each <see cref="Decision.Exclusion"/>, in its order.</summary>
    public static readonly IReadOnlyList<LinkUse> All =
    [
        new(Exclusion.None, "usable", "yes", null, "usable"),
        new(Exclusion.NoTraversal, "excluded (no-traversal)", "no-traversal", "noTraversal", "no_traversal"),
        new(Exclusion.Controller, "excluded (controller host)", "controller", "controller", "controller"),
    ];

    public static LinkUse Of(ClassifiedLink link) => All[(int)link.Exclusion];

    /// <summary>How many of the links have this use.</summary>
    public int Count(IReadOnlyList<ClassifiedLink> links) => links.Count(link => link.Exclusion == Exclusion);
}
