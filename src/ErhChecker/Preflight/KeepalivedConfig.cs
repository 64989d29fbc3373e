namespace ErhChecker.Preflight;

/// <summary>What the preflight needs of keepalived.conf.</summary>
internal sealed class KeepalivedConfig
{
    private const int MaxScripts = 200;
    private const int MaxTrackers = 20;

    private KeepalivedConfig()
    {
    }

    /// <summary>The words after <c>script_user</c>; empty without it.</summary>
    public string[] ScriptUser { get; private set; } = [];

    /// <summary>Whether <c>enable_script_security</c> is set.</summary>
    public bool HasScriptSecurity { get; private set; }

    /// <summary>The <c>vrrp_script</c> blocks.</summary>
    public List<VrrpScript> Scripts { get; } = [];

    /// <summary>Where the first <c>vrrp_script</c> block stands that is left out, as there are too many; null when none is.</summary>
    public string? FirstLeftOut { get; private set; }

    /// <summary>Interprets the statements outside of any block.</summary>
    public static KeepalivedConfig Interpret(List<KeepalivedStatement> statements)
    {
        var config = new KeepalivedConfig();
        for (var at = 0; at < statements.Count; at++)
        {
            if (statements[at].Keyword == "vrrp_script" && config.Scripts.Count == MaxScripts)
            {
                config.FirstLeftOut ??= statements[at].Place;
            }
            else if (statements[at].Keyword == "vrrp_script")
            {
                var name = statements[at].Argument;
                config.Scripts.Add(Script(statements[at], Trackers(statements.Skip(at), name), Trackers(statements.Take(at), name)));
            }
            else if (statements[at].Keyword == "global_defs")
            {
                config.ScriptUser = Last(statements[at], "script_user")?.Arguments ?? config.ScriptUser;
                config.HasScriptSecurity |= Last(statements[at], "enable_script_security") is not null;
            }
        }

        return config;
    }

    /// <summary>The instances and sync groups that track a script.</summary>
    private static string Trackers(IEnumerable<KeepalivedStatement> statements, string script)
    {
        var names = statements
            .Where(statement => statement.Keyword is "vrrp_instance" or "vrrp_sync_group" && Tracks(statement, script))
            .Select(statement => $"{statement.Keyword} {statement.Argument}")
            .Take(MaxTrackers + 1)
            .ToList();
        return string.Join(", ", names.Count > MaxTrackers ? [.. names[..MaxTrackers], "and others"] : names);
    }

    private static bool Tracks(KeepalivedStatement statement, string script)
    {
        foreach (var inner in statement.Block)
        {
            if (inner.Keyword == "track_script" && Last(inner, script) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static VrrpScript Script(KeepalivedStatement block, string trackedBy, string trackedBefore)
    {
        // The first word after 'script' is split again: a command with options stands in quotes.
        var words = (Last(block, "script") is { } line ? KeepalivedSyntax.SplitCommand(line.Text) : null) ?? [];
        return new(block.Argument, block.Place)
        {
            Command = words.Count > 1 ? KeepalivedSyntax.SplitCommand(words[1]) ?? [] : [],
            Ignored = words.Count > 2 ? string.Join(' ', words[2..]) : "",
            Interval = Last(block, "interval")?.Argument,
            Timeout = Last(block, "timeout")?.Argument,
            User = Last(block, "user")?.Arguments ?? [],
            TrackedBy = trackedBy,
            TrackedBefore = trackedBefore,
        };
    }

    private static KeepalivedStatement? Last(KeepalivedStatement block, string keyword)
    {
        KeepalivedStatement? last = null;
        foreach (var statement in block.Block)
        {
            last = statement.Keyword == keyword ? statement : last;
        }

        return last;
    }
}
