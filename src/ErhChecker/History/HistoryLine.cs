using System.Text.Json;

namespace ErhChecker.History;

/// <summary>Reads a line of a history file.</summary>
internal static class HistoryLine
{
    /// <summary>The event; null when the line is none.</summary>
    public static HistoryEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && ReadFields(ref json) is { } fields && !json.Read()
                ? ToEvent(fields)
                : null;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return null; // the second: text that is not Unicode
        }
    }

    /// <summary>A time of RFC 3339, with its offset; null for one that no clock shows, at the ends of what .NET can compute.</summary>
    public static DateTimeOffset? TimeOf(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.String ? json.ValueSpan : [];
        var hasOffset = text.Length >= "2026-11-28T00:00:00Z".Length && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');
        return hasOffset && json.TryGetDateTimeOffset(out var time) && time.Year is >= 1970 and < 9999 ? time : null;
    }

    private static HistoryEvent? ToEvent(Fields fields) => fields switch
    {
        { Event: "check", Time: { } time, Host: { } host, State: { } state } =>
            new CheckEvent(time, host, state, (int)(fields.ExitCode ?? 0), fields.Reason ?? "", fields.PreviousState, fields.PreviousSeconds),
        { Event: "vrrp", Time: { } time, Host: { } host, State: { } state, Type: { } type, Name: { } name } =>
            new VrrpEvent(time, host, type, name, state, fields.Priority, fields.Maintenance, ToVerdict(fields.Check)),
        _ => null,
    };

    private static KnownVerdict? ToVerdict(Fields? fields) => fields is { State: { } state }
        ? new(state, (int)(fields.ExitCode ?? 0), fields.Reason ?? "", fields.AgeSeconds)
        : null;

    /// <summary>Reads an object to its end; values of another type than expected count as absent.</summary>
    private static Fields ReadFields(ref Utf8JsonReader json)
    {
        var fields = new Fields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "time": fields.Time = TimeOf(ref json); break;
                case "host": fields.Host = TextOf(ref json); break;
                case "event": fields.Event = TextOf(ref json); break;
                case "type": fields.Type = TextOf(ref json); break;
                case "name": fields.Name = TextOf(ref json); break;
                case "state": fields.State = TextOf(ref json); break;
                case "reason": fields.Reason = TextOf(ref json); break;
                case "previousState": fields.PreviousState = TextOf(ref json); break;
                case "exitCode": fields.ExitCode = NumberOf(ref json); break;
                case "previousSeconds": fields.PreviousSeconds = NumberOf(ref json); break;
                case "priority": fields.Priority = NumberOf(ref json); break;
                case "ageSeconds": fields.AgeSeconds = NumberOf(ref json); break;
                case "maintenance": fields.Maintenance = json.TokenType == JsonTokenType.True; break;
                case "check" when json.TokenType == JsonTokenType.StartObject && json.CurrentDepth == 1:
                    fields.Check = ReadFields(ref json);
                    continue;
                default: break;
            }

            json.Skip();
        }

        return fields;
    }

    private static string? TextOf(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;

    private static long? NumberOf(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number : null;

    private sealed class Fields
    {
        public DateTimeOffset? Time { get; set; }

        public string? Host { get; set; }

        public string? Event { get; set; }

        public string? Type { get; set; }

        public string? Name { get; set; }

        public string? State { get; set; }

        public string? Reason { get; set; }

        public string? PreviousState { get; set; }

        public long? ExitCode { get; set; }

        public long? PreviousSeconds { get; set; }

        public long? Priority { get; set; }

        public long? AgeSeconds { get; set; }

        public bool Maintenance { get; set; }

        public Fields? Check { get; set; }
    }
}
