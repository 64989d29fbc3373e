using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>How much a check changes the priority: <c>weight N [reverse]</c>, read as keepalived's vrrp_track.c reads it.</summary>
/// <param name="Value">From -253 to 253; 0 makes a failure a FAULT.</param>
/// <param name="IsReversed">Whether success and failure are exchanged.</param>
internal readonly record struct ScriptWeight(int Value, bool IsReversed)
{
    private const int Max = 253;

    /// <summary>The lowest priority of an instance.</summary>
    public const int MinPriority = 1;

    /// <summary>The highest priority of an instance that does not own its addresses.</summary>
    public const int MaxPriority = 254;

    /// <summary>The weight of a <c>vrrp_script</c> block.</summary>
    /// <param name="words">The words after <c>weight</c>.</param>
    public static ScriptWeight Parse(string[] words) =>
        words.Length > 0 && TryParse(words[0], out var value) ? new(value, words is [_, "reverse", ..]) : default;

    /// <summary>The weight with which a line of <c>track_script</c> tracks a script; null when keepalived ignores the line.</summary>
    /// <param name="words">The words after the script's name.</param>
    public ScriptWeight? Tracked(string[] words) => words switch
    {
        [] => this,
        ["weight", var text, .. var option] => new(
            TryParse(text, out var value) ? value : Value,
            option is ["reverse", ..] || (IsReversed && option is not ["noreverse", ..])),
        _ => null,
    };

    /// <summary>The priority while the check succeeds, and while it fails.</summary>
    /// <param name="priority">The priority of the instance.</param>
    public (int Success, int Failure) Priorities(int priority)
    {
        var (success, failure) = IsReversed ? (-Math.Max(Value, 0), Math.Max(-Value, 0)) : (Math.Max(Value, 0), Math.Min(Value, 0));
        return (Clamp(priority + success), Clamp(priority + failure));
    }

    private static int Clamp(int priority) => Math.Clamp(priority, MinPriority, MaxPriority);

    private static bool TryParse(string text, out int value)
    {
        var isValid = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value is >= -Max - 1 and <= Max + 1;
        value = Math.Clamp(value, -Max, Max);
        return isValid;
    }
}
