using ErhChecker.Host;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>The no-traversal routers: they do not forward traffic of others.</summary>
internal static class NoTraversalRouters
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Reads their ids; an id is the scalar's text, never a number or a boolean.</summary>
    /// <param name="path">The file, or null when there is none.</param>
    /// <param name="diagnostic">What is wrong with the file, or null.</param>
    /// <returns>The ids; none when the file cannot be read or has another structure.</returns>
    public static IReadOnlySet<string> Read(string? path, out Diagnostic? diagnostic)
    {
        diagnostic = null;
        if (path is null)
        {
            return None;
        }

        var file = TextFile.Read(path);
        if (file.State != FileState.Read)
        {
            diagnostic = Complaint(path, Permissions.ProblemOf(file, path));
            return None;
        }

        if (!YamlDocument.TryParse(file.Text, out var document, out var problem))
        {
            diagnostic = Complaint(path, problem);
            return None;
        }

        if (document is null or { IsNull: true })
        {
            return None; // an empty list, intentionally or not yet filled
        }

        var list = document is YamlMap map ? map.Entries.GetValueOrDefault("routerIds") : document;
        if (list is { IsNull: true })
        {
            return None;
        }

        if (list is not YamlList || list.Items.Any(item => item is not YamlScalar))
        {
            diagnostic = Complaint(path, "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only");
            return None;
        }

        // An empty id would match the links whose router is not reported.
        return list.Items.Select(item => item.Text).OfType<string>().Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    private static Diagnostic Complaint(string path, string problem) =>
        new(LogLevel.Error, $"the no-traversal file {path} {problem}; no links are excluded");
}
