using System.Text.Json;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>A change of state in the history file, as <c>erhchecker notify</c> records it.</summary>
/// <param name="State">The new state: <c>MASTER</c>, <c>BACKUP</c>, <c>FAULT</c>, <c>STOP</c>.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Name">The instance.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Found">The state that the check behind it found: <c>healthy</c>, <c>unreachable</c>, ...; null without a check.</param>
/// <param name="Reason">The reason of that verdict; null without a check.</param>
/// <param name="IsInMaintenance">Whether the maintenance file was set.</param>
internal sealed record Transition(string State, string Host, string Name, int Priority, string? Found, string? Reason, bool IsInMaintenance)
{
    /// <summary>The transitions among the lines of a history file; a line that is not complete yet does not count.</summary>
    public static IEnumerable<Transition> In(string history) => history.Split('\n').SkipLast(1)
        .Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("event").GetString() == "vrrp").Select(Of);

    private static Transition Of(JsonElement line)
    {
        var check = line.GetProperty("check");
        return new Transition(
            line.GetProperty("state").GetString()!,
            line.GetProperty("host").GetString()!,
            line.GetProperty("name").GetString()!,
            line.GetProperty("priority").GetInt32(),
            check.ValueKind is JsonValueKind.Null ? null : check.GetProperty("state").GetString(),
            check.ValueKind is JsonValueKind.Null ? null : check.GetProperty("reason").GetString(),
            line.GetProperty("maintenance").GetBoolean());
    }
}
