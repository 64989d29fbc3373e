namespace ErhChecker.Preflight;

/// <summary>What the preflight needs of keepalived.conf.</summary>
internal sealed class KeepalivedConfig
{
    private KeepalivedConfig()
    {
    }

    /// <summary>The words after <c>script_user</c>; empty without it.</summary>
    public string[] ScriptUser { get; private set; } = [];

    /// <summary>Whether <c>enable_script_security</c> is set.</summary>
    public bool HasScriptSecurity { get; private set; }

    /// <summary>The <c>vrrp_script</c> blocks.</summary>
    public List<VrrpScript> Scripts { get; } = [];

    /// <summary>Interprets the statements outside of any block.</summary>
    public static KeepalivedConfig Interpret(List<KeepalivedStatement> statements)
    {
        var config = new KeepalivedConfig();
        for (var at = 0; at < statements.Count; at++)
        {
            if (statements[at].Keyword == "vrrp_script")
            {
                config.Scripts.Add(Script(statements[at], Trackers(statements[at..], statements[at].Argument), Trackers(statements[..at], statements[at].Argument)));
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
    private static string Trackers(List<KeepalivedStatement> statements, string script)
    {
        var names = new List<string>();
        foreach (var statement in statements)
        {
            if (statement.Keyword is "vrrp_instance" or "vrrp_sync_group" && Tracks(statement, script))
            {
                names.Add($"{statement.Keyword} {statement.Argument}");
            }
        }

        return string.Join(", ", names);
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
