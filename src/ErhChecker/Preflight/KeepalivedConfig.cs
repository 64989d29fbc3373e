using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>A line of <c>global_defs</c>, and which statement of the file its block is.</summary>
/// <param name="Line">The line.</param>
/// <param name="Position">Which statement of the file the block is.</param>
internal sealed record GlobalLine(KeepalivedStatement Line, int Position);

/// <summary>What the preflight needs of keepalived.conf.</summary>
internal sealed record KeepalivedConfig
{
    private const int MaxScripts = 200;

    /// <summary>Every <c>script_user</c>.</summary>
    public IReadOnlyList<GlobalLine> ScriptUsers { get; init; } = [];

    /// <summary>The words after <c>script_user</c>; empty without it.</summary>
    public string[] ScriptUser => ScriptUsers.Count == 0 ? [] : ScriptUsers[^1].Line.Arguments;

    /// <summary>The first <c>enable_script_security</c>; null without it.</summary>
    public GlobalLine? ScriptSecurity { get; init; }

    /// <summary>Whether <c>enable_script_security</c> is set.</summary>
    public bool HasScriptSecurity => ScriptSecurity is not null;

    /// <summary>The <c>net_namespace</c>; null without one.</summary>
    public KeepalivedStatement? NetNamespace { get; init; }

    /// <summary>The <c>vrrp_script</c> blocks.</summary>
    public IReadOnlyList<VrrpScript> Scripts { get; init; } = [];

    /// <summary>The <c>vrrp_instance</c> and <c>vrrp_sync_group</c> blocks.</summary>
    public IReadOnlyList<VrrpInstance> Instances { get; init; } = [];

    /// <summary>The <c>vrrp_track_process</c> blocks.</summary>
    public IReadOnlyList<KeepalivedStatement> Processes { get; init; } = [];

    /// <summary>The <c>track_file</c> blocks, which keepalived 2.0 calls <c>vrrp_track_file</c>.</summary>
    public IReadOnlyList<KeepalivedStatement> Files { get; init; } = [];

    /// <summary>Where the first <c>vrrp_script</c> block stands that is left out, as there are too many; null when none is.</summary>
    public string? FirstLeftOut { get; init; }

    /// <summary>Interprets the statements outside of any block.</summary>
    public static KeepalivedConfig Interpret(List<KeepalivedStatement> statements)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = statements.Select((statement, position) => (Statement: statement, Position: position)).ToList();
        var globals = all.Where(each => each.Statement.Keyword == "global_defs")
            .SelectMany(each => each.Statement.Block.Select(line => new GlobalLine(line, each.Position))).ToList();
        var scripts = all.Where(each => each.Statement.Keyword == "vrrp_script").ToList();
        return new()
        {
            ScriptUsers = [.. globals.Where(each => each.Line.Keyword == "script_user")],
            ScriptSecurity = globals.FirstOrDefault(each => each.Line.Keyword == "enable_script_security"),
            NetNamespace = statements.LastOrDefault(each => each.Keyword == "net_namespace" && each.Argument.Length > 0),
            Scripts = [.. scripts.Take(MaxScripts).Select(each => Script(each.Statement, each.Position, FirstPlace(each.Statement, places)))],
            FirstLeftOut = scripts.Count > MaxScripts ? scripts[MaxScripts].Statement.Place : null,
            Instances = [.. all.Where(each => each.Statement.Keyword is "vrrp_instance" or "vrrp_sync_group")
                .Select(each => new VrrpInstance(each.Statement, each.Position) { FirstPlace = FirstPlace(each.Statement, places) })],
            Processes = [.. statements.Where(each => each.Keyword == "vrrp_track_process")],
            Files = [.. statements.Where(each => each.Keyword is "track_file" or "vrrp_track_file")],
        };
    }

    /// <summary>Where the first block of the same keyword and name stands; null when it is this one.</summary>
    private static string? FirstPlace(KeepalivedStatement block, Dictionary<string, string> places)
    {
        var key = $"{block.Keyword} {block.Argument}";
        return places.TryAdd(key, block.Place) ? null : places[key];
    }

    private static VrrpScript Script(KeepalivedStatement block, int position, string? firstPlace)
    {
        // The first word after 'script' is split again: a command with options stands in quotes.
        var words = (block.Last("script") is { } line ? KeepalivedSyntax.SplitCommand(line.Text) : null) ?? [];
        return new(block.Argument, block.Place)
        {
            Command = words.Count > 1 ? KeepalivedSyntax.SplitCommand(words[1]) ?? [] : [],
            Ignored = words.Count > 2 ? string.Join(' ', words[2..]) : "",
            CommandPlace = block.Last("script")?.Place ?? block.Place,
            Interval = block.Last("interval")?.Argument,
            IntervalPlace = block.Last("interval")?.Place ?? block.Place,
            Timeout = block.Last("timeout")?.Argument,
            TimeoutPlace = block.Last("timeout")?.Place ?? block.Place,
            Fall = int.TryParse(block.Last("fall")?.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var fall) && fall > 0 ? fall : 1,
            Weight = ScriptWeight.Parse(block.Last("weight")?.Arguments ?? []),
            User = block.Last("user")?.Arguments ?? [],
            Position = position,
            FirstPlace = firstPlace,
        };
    }
}
