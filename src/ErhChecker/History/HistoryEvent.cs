using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ErhChecker.Decision;
using ErhChecker.Output;

namespace ErhChecker.History;

/// <summary>One line of a history file.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Host">The host on which it happened.</param>
internal abstract record HistoryEvent(DateTimeOffset Time, string Host)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLine = 4096;

    private static readonly JsonWriterOptions Readable = new() { Encoder = new TerminalSafeEncoder() };

    /// <summary>The line with its line feed, one byte shorter than the longest: a line feed may go before it. Long texts are cut.</summary>
    public byte[] ToLine()
    {
        for (var longest = MaxLine; ; longest /= 2)
        {
            var line = new ArrayBufferWriter<byte>(512);
            using (var json = new Utf8JsonWriter(line, Readable))
            {
                json.WriteStartObject();
                json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("host", Host);
                WriteRest(json, text => PlainText.Clip(text, longest));
                json.WriteEndObject();
            }

            if (line.WrittenCount < MaxLine - 1)
            {
                return [.. line.WrittenSpan, (byte)'\n'];
            }
        }
    }

    /// <summary>Writes the properties from <c>event</c> on.</summary>
    /// <param name="cut">Cuts a text.</param>
    private protected abstract void WriteRest(Utf8JsonWriter json, Func<string, string> cut);

    private protected static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

/// <summary>A check found another state than the one before.</summary>
/// <param name="Time">When it came to its verdict.</param>
/// <param name="PreviousState">The state before; null when unknown.</param>
/// <param name="PreviousSeconds">How long that state lasted; null when unknown.</param>
internal sealed record CheckEvent(
    DateTimeOffset Time, string Host, string State, int ExitCode, string Reason, string? PreviousState, long? PreviousSeconds) : HistoryEvent(Time, Host)
{
    /// <summary>The event that a check is; null when its state is the one before.</summary>
    /// <param name="last">The file's last check; null without one.</param>
    /// <param name="host">This host.</param>
    public static CheckEvent? After(CheckEvent? last, string host, CheckResult result)
    {
        var state = result.Verdict.State;
        return state.Name() == last?.State
            ? null
            : new(
                result.Time,
                host,
                state.Name(),
                state.ExitCode(),
                result.EndedBy is { } signal
                    ? string.Create(CultureInfo.InvariantCulture, $"ended by {signal} after {result.Duration.TotalSeconds:0.#} s")
                    : result.Verdict.Reason,
                last?.State,
                last is null ? null : Math.Max(0, (long)(result.Time - last.Time).TotalSeconds));
    }

    private protected override void WriteRest(Utf8JsonWriter json, Func<string, string> cut)
    {
        json.WriteString("event", "check");
        json.WriteString("state", cut(State));
        json.WriteNumber("exitCode", ExitCode);
        json.WriteString("reason", cut(Reason));
        json.WriteString("previousState", PreviousState is null ? null : cut(PreviousState));
        WriteNumber(json, "previousSeconds", PreviousSeconds);
    }
}

/// <summary>keepalived reported a transition.</summary>
/// <param name="Type">INSTANCE or GROUP.</param>
/// <param name="Name">The instance's or group's name.</param>
/// <param name="State">The new state.</param>
/// <param name="Priority">The priority; null when it was not given.</param>
/// <param name="Maintenance">Whether the host was in maintenance.</param>
/// <param name="Check">The verdict behind it; null when none is known.</param>
internal sealed record VrrpEvent(
    DateTimeOffset Time, string Host, string Type, string Name, string State, long? Priority, bool Maintenance, KnownVerdict? Check) : HistoryEvent(Time, Host)
{
    private protected override void WriteRest(Utf8JsonWriter json, Func<string, string> cut)
    {
        json.WriteString("event", "vrrp");
        json.WriteString("type", cut(Type));
        json.WriteString("name", cut(Name));
        json.WriteString("state", cut(State));
        WriteNumber(json, "priority", Priority);
        json.WriteBoolean("maintenance", Maintenance);
        if (Check is null)
        {
            json.WriteNull("check");
            return;
        }

        json.WriteStartObject("check");
        json.WriteString("state", cut(Check.State));
        json.WriteNumber("exitCode", Check.ExitCode);
        json.WriteString("reason", cut(Check.Reason));
        WriteNumber(json, "ageSeconds", Check.AgeSeconds);
        json.WriteEndObject();
    }
}

/// <summary>The verdict behind a transition.</summary>
/// <param name="AgeSeconds">How old it was; null when only the beginning of the state is known.</param>
internal sealed record KnownVerdict(string State, int ExitCode, string Reason, long? AgeSeconds);
