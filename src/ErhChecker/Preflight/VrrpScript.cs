namespace ErhChecker.Preflight;

/// <summary>A <c>vrrp_script</c> block, as it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record VrrpScript(string Name, string Place)
{
    /// <summary>The words of the command; empty when there is no 'script' line, or its quotes are not closed.</summary>
    public List<string> Command { get; init; } = [];

    /// <summary>What follows the command on its line and is ignored: options outside of the quotes.</summary>
    public string Ignored { get; init; } = "";

    /// <summary>Where the 'script' line stands.</summary>
    public string CommandPlace { get => field ?? Place; init; }

    /// <summary>The <c>interval</c>, or null.</summary>
    public string? Interval { get; init; }

    /// <summary>Where the <c>interval</c> stands.</summary>
    public string IntervalPlace { get => field ?? Place; init; }

    /// <summary>The <c>timeout</c>, or null.</summary>
    public string? Timeout { get; init; }

    /// <summary>Where the <c>timeout</c> stands.</summary>
    public string TimeoutPlace { get => field ?? Place; init; }

    /// <summary>The <c>fall</c>: how many failures in a row count.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>The <c>weight</c>.</summary>
    public ScriptWeight Weight { get; init; }

    /// <summary>The words after <c>user</c>; empty without it.</summary>
    public string[] User { get; init; } = [];

    /// <summary>Which statement of the file it is: what stands before it cannot track it.</summary>
    public int Position { get; init; }

    /// <summary>Where the script of the same name stands that keepalived uses instead; null without one.</summary>
    public string? FirstPlace { get; init; }

    /// <summary>Where the program is among the words of the command: python3 may stand before it.</summary>
    public int ProgramAt => Command.Count > 1 && Path.GetFileName(Command[0]).StartsWith("python", StringComparison.Ordinal) ? 1 : 0;

    /// <summary>The program; empty without a command.</summary>
    public string Program => Command.Count == 0 ? "" : Command[ProgramAt];

    /// <summary>The program's arguments.</summary>
    public string[] Arguments => Command.Count == 0 ? [] : [.. Command[(ProgramAt + 1)..]];
}
