namespace ErhChecker;

/// <summary>The files that a check reads, besides those that its settings name.</summary>
/// <param name="Endpoints">Where the router may keep its list of controllers.</param>
/// <param name="Read">The paths of those that have been read, named by the settings or not: their file systems respond.</param>
internal sealed record CheckedFiles(IReadOnlyList<string> Endpoints, IReadOnlyList<string> Read);
