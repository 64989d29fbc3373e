using System.Text.Json;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>A line of notify.sh: a change of state and the verdict behind it.</summary>
internal sealed record Transition(string State, string Host, string Name, int Priority, string? Source, long? AgeSeconds, bool? IsOutdated, JsonElement Verdict)
{
    public static Transition Parse(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        return new Transition(
            json.GetProperty("state").GetString()!,
            json.GetProperty("host").GetString()!,
            json.GetProperty("name").GetString()!,
            json.GetProperty("priority").GetInt32(),
            json.GetProperty("source").GetString(),
            json.GetProperty("ageSeconds").ValueKind is JsonValueKind.Null ? null : json.GetProperty("ageSeconds").GetInt64(),
            json.GetProperty("outdated").ValueKind is JsonValueKind.Null ? null : json.GetProperty("outdated").GetBoolean(),
            json.GetProperty("verdict"));
    }

    /// <summary>The state that the check found: <c>healthy</c>, <c>unreachable</c>, ...</summary>
    public string? Found => Verdict.ValueKind is JsonValueKind.Object ? Verdict.GetProperty("state").GetString() : null;
}
