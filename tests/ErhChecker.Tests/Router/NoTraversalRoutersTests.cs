using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The no-traversal file: <c>routerIds:</c> with a list, or a bare list; an id is the scalar's text.</summary>
public sealed class NoTraversalRoutersTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("routerIds:\n  - j.LOxzd9A\n  - f9fs.nvej\n", "j.LOxzd9A f9fs.nvej")]
    [InlineData("routerIds: [j.LOxzd9A, f9fs.nvej]", "j.LOxzd9A f9fs.nvej")]
    [InlineData("- j.LOxzd9A\n- f9fs.nvej\n", "j.LOxzd9A f9fs.nvej")]
    [InlineData("[j.LOxzd9A]", "j.LOxzd9A")]
    [InlineData("routerIds: ['quoted', \"twice\"]", "quoted twice")]
    [InlineData("- 123\n- 0x10\n- 1e3\n- 007\n", "123 0x10 1e3 007")] // never a number
    [InlineData("- true\n- no\n- 2026-11-22\n", "true no 2026-11-22")] // never a boolean or a date
    [InlineData("- a\n- a\n", "a")]
    [InlineData("other: x\nrouterIds: [a]\n", "a")]
    [InlineData("- a # why\n", "a")]
    [InlineData("- a\n-\n- ''\n- b\n", "a b")] // an empty id is no router's
    [InlineData("routerIds: []", "")]
    [InlineData("routerIds:", "")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    [InlineData("# none yet\n", "")]
    public void The_ids_are_read(string yaml, string ids)
    {
        var read = NoTraversalRouters.Read(folder.Write("ids.yml", yaml), out var diagnostic);

        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Null(diagnostic);
    }

    [Theory]
    [InlineData("routerIds: j.LOxzd9A", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("routerIds: {a: b}", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("routerIds: [[a]]", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("- {id: a}", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("routers: [a]", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("routerids: [a]", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("{}", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("j.LOxzd9A", "has an unexpected structure: expected 'routerIds:' with a list of router ids, or a list only")]
    [InlineData("routerIds: [a", "is not valid YAML: line ")]
    [InlineData("- \u001b", "is not valid YAML: it contains the control character U+001B")]
    public void Invalid_file_excludes_no_link_and_is_logged_at_ERROR(string yaml, string problem)
    {
        var path = folder.Write("ids.yml", yaml);

        Assert.Empty(NoTraversalRouters.Read(path, out var diagnostic));
        Assert.Equal(LogLevel.Error, diagnostic!.Value.Level);
        Assert.StartsWith($"the no-traversal file {path} {problem}", diagnostic.Value.Text, StringComparison.Ordinal);
        Assert.EndsWith("; no links are excluded", diagnostic.Value.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.yml", "does not exist")]
    [InlineData("folder", "cannot be read: Is a directory")]
    [InlineData("pipe", "cannot be read: it is a pipe or a socket")]
    public void Unreadable_file_is_logged_at_ERROR(string name, string problem)
    {
        Directory.CreateDirectory(folder["folder"]);
        folder.MakePipe("pipe");

        Assert.Empty(NoTraversalRouters.Read(folder[name], out var diagnostic));
        Assert.Equal(new Diagnostic(LogLevel.Error, $"the no-traversal file {folder[name]} {problem}; no links are excluded"), diagnostic);
    }

    [Fact]
    public void No_file_logs_nothing()
    {
        Assert.Empty(NoTraversalRouters.Read(null, out var diagnostic));
        Assert.Null(diagnostic);
    }
}
