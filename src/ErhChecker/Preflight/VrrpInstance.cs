using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>A line of a <c>track_script</c> block.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Words">The words after it.</param>
/// <param name="Text">The line as it is written.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record TrackLine(string Script, string[] Words, string Text, string Place);

/// <summary>A <c>vrrp_instance</c> or <c>vrrp_sync_group</c> block.</summary>
/// <param name="Block">The block.</param>
/// <param name="Position">Which statement of the file it is.</param>
internal sealed record VrrpInstance(KeepalivedStatement Block, int Position)
{
    private const int DefaultPriority = 100;

    /// <summary>The priority of an instance that owns its addresses: no check changes it.</summary>
    public const int OwnerPriority = 255;

    /// <summary>Its name.</summary>
    public string Name { get; } = Block.Argument;

    /// <summary>Whether it is a sync group.</summary>
    public bool IsGroup { get; } = Block.Keyword == "vrrp_sync_group";

    /// <summary>Where the block of the same name stands that keepalived uses instead; null without one.</summary>
    public string? FirstPlace { get; init; }

    /// <summary>The block's keyword and name.</summary>
    public string Title => $"{Block.Keyword} {Name}";

    /// <summary>Where it stands.</summary>
    public string Place => Block.Place;

    /// <summary>The scripts that it tracks.</summary>
    public IReadOnlyList<TrackLine> Scripts { get; } = [.. Block.All("track_script").SelectMany(block => block.Block)
        .Select(line => new TrackLine(line.Keyword, line.Arguments, line.Text, line.Place))];

    /// <summary>The names of the processes that it tracks.</summary>
    public IEnumerable<string> Processes => Block.All("track_process").SelectMany(block => block.Block).Select(line => line.Keyword);

    /// <summary>The names of the files that it tracks.</summary>
    public IEnumerable<string> Files => Block.All("track_file").SelectMany(block => block.Block).Select(line => line.Keyword);

    /// <summary>The programs that it starts at a transition: the words after each <c>notify</c> and <c>notify_STATE</c>.</summary>
    public IEnumerable<KeepalivedStatement> Notifies => Block.Block.Where(line => line.Keyword is
        "notify" or "notify_master" or "notify_backup" or "notify_fault" or "notify_stop" or "notify_deleted" or "notify_master_rx_lower_pri");

    /// <summary>The members of a sync group.</summary>
    public IEnumerable<string> Members => Block.All("group").SelectMany(block => block.Block).SelectMany(line => (string[])[line.Keyword, .. line.Arguments]);

    /// <summary>Whether a sync group lets its members track with a weight.</summary>
    public bool TracksWeights => Block.Has("sync_group_tracking_weight");

    /// <summary>Whether it starts as MASTER.</summary>
    public bool IsMaster => Block.All("state").Any(line => line.Argument == "MASTER");

    /// <summary>Whether it does not take over from a peer of lower priority: keepalived clears it together with <c>state MASTER</c>.</summary>
    public bool IsNotPreempting => Block.Has("nopreempt") && !IsMaster;

    /// <summary>Whether it waits before it takes over: keepalived does so with <c>state BACKUP</c> only.</summary>
    public bool DelaysPreemption => Block.Has("preempt_delay") && !IsMaster;

    /// <summary>The priority; null when it cannot be read.</summary>
    public int? Priority => Block.Last("priority") is not { } line
        ? IsMaster ? OwnerPriority : DefaultPriority
        : int.TryParse(line.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= OwnerPriority
            ? value
            : line.Argument.Contains('$', StringComparison.Ordinal) ? null : DefaultPriority;
}
