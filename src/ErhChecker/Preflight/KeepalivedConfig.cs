namespace ErhChecker.Preflight;

/// <summary>What the preflight needs of keepalived.conf.</summary>
/// <param name="ScriptUser">The words after <c>script_user</c>; empty without it.</param>
/// <param name="HasScriptSecurity">Whether <c>enable_script_security</c> is set.</param>
/// <param name="Scripts">The <c>vrrp_script</c> blocks.</param>
internal sealed record KeepalivedConfig(IReadOnlyList<string> ScriptUser, bool HasScriptSecurity, IReadOnlyList<VrrpScript> Scripts)
{
    /// <summary>Interprets the statements outside of any block.</summary>
    public static KeepalivedConfig Interpret(IReadOnlyList<KeepalivedStatement> statements)
    {
        var globals = statements.Where(statement => statement.Keyword == "global_defs").SelectMany(statement => statement.Block).ToList();
        var scripts = new List<VrrpScript>();
        for (var at = 0; at < statements.Count; at++)
        {
            if (statements[at] is { Keyword: "vrrp_script" } block)
            {
                scripts.Add(Script(block) with
                {
                    TrackedBy = [.. statements.Skip(at).Where(statement => Tracks(statement, block.Argument)).Select(Describe)],
                    TrackedBefore = [.. statements.Take(at).Where(statement => Tracks(statement, block.Argument)).Select(Describe)],
                });
            }
        }

        return new(
            globals.LastOrDefault(statement => statement.Keyword == "script_user") is { } user ? [.. user.Words.Skip(1)] : [],
            globals.Exists(statement => statement.Keyword == "enable_script_security"),
            scripts);
    }

    private static bool Tracks(KeepalivedStatement statement, string script) =>
        statement.Keyword is "vrrp_instance" or "vrrp_sync_group"
        && statement.Block.Where(inner => inner.Keyword == "track_script").SelectMany(inner => inner.Block).Any(tracked => tracked.Keyword == script);

    private static string Describe(KeepalivedStatement statement) => $"{statement.Keyword} {statement.Argument}";

    private static VrrpScript Script(KeepalivedStatement block)
    {
        // The first word after 'script' is split again: a command with options stands in quotes.
        var words = Last("script") is { } line ? KeepalivedSyntax.SplitCommand(line.Text) : null;
        return new(block.Argument, block.Place)
        {
            Command = words is { Count: > 1 } && KeepalivedSyntax.SplitCommand(words[1]) is { Count: > 0 } command ? command : null,
            Ignored = words is null ? [] : [.. words.Skip(2)],
            Interval = Last("interval")?.Argument,
            Timeout = Last("timeout")?.Argument,
            User = Last("user") is { } user ? [.. user.Words.Skip(1)] : [],
        };

        KeepalivedStatement? Last(string keyword) => block.Block.FindLast(statement => statement.Keyword == keyword);
    }
}
