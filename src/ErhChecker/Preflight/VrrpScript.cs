namespace ErhChecker.Preflight;

/// <summary>A <c>vrrp_script</c> block, as it is written.</summary>
/// <param name="name">Its name.</param>
/// <param name="place">Where it stands.</param>
internal sealed class VrrpScript(string name, string place)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Where it stands.</summary>
    public string Place => place;

    /// <summary>The words of the command; empty when there is no 'script' line, or its quotes are not closed.</summary>
    public List<string> Command { get; init; } = [];

    /// <summary>What follows the command on its line and is ignored: options outside of the quotes.</summary>
    public string Ignored { get; init; } = "";

    /// <summary>The <c>interval</c>, or null.</summary>
    public string? Interval { get; init; }

    /// <summary>The <c>timeout</c>, or null.</summary>
    public string? Timeout { get; init; }

    /// <summary>The words after <c>user</c>; empty without it.</summary>
    public string[] User { get; init; } = [];

    /// <summary>The instances and sync groups that track it; empty without one.</summary>
    public string TrackedBy { get; init; } = "";

    /// <summary>The instances and sync groups whose track_script stands before the block, where keepalived ignores it; empty without one.</summary>
    public string TrackedBefore { get; init; } = "";

    /// <summary>Where the program is among the words of the command: python3 may stand before it.</summary>
    public int ProgramAt => Command.Count > 1 && Path.GetFileName(Command[0]).StartsWith("python", StringComparison.Ordinal) ? 1 : 0;

    /// <summary>The program; empty without a command.</summary>
    public string Program => Command.Count == 0 ? "" : Command[ProgramAt];

    /// <summary>The program's arguments.</summary>
    public string[] Arguments => Command.Count == 0 ? [] : [.. Command[(ProgramAt + 1)..]];
}
