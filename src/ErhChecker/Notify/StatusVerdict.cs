using System.Text.Json;
using ErhChecker.History;
using ErhChecker.Host;

namespace ErhChecker.Notify;

/// <summary>The verdict that the last check left in the status file.</summary>
internal sealed record StatusVerdict(DateTimeOffset Time, string State, int ExitCode, string Reason)
{
    /// <summary>The verdict stands before the links; with thousands of them the file is large.</summary>
    private const int MaxHead = 64 * 1024;

    /// <summary>Reads the file; null when it does not exist or has no verdict.</summary>
    public static StatusVerdict? Read(string path)
    {
        using var file = Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        if (file.IsInvalid || FileStatus.Of(file) is not { IsRegularFile: true })
        {
            return null;
        }

        var head = new byte[MaxHead];
        var length = 0;
        while (length < head.Length && Libc.read(file, head.AsSpan(length)) is var count and > 0)
        {
            length += (int)count;
        }

        return Parse(head.AsSpan(0, length));
    }

    /// <summary>Reads the verdict from the beginning of a status file.</summary>
    public static StatusVerdict? Parse(ReadOnlySpan<byte> head)
    {
        DateTimeOffset? time = null;
        string? state = null;
        string? reason = null;
        int? exitCode = null;
        try
        {
            var json = new Utf8JsonReader(head, isFinalBlock: false, default);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while ((time is null || state is null || reason is null || exitCode is null)
                && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString();
                if (!json.Read())
                {
                    break;
                }

                switch (name, json.TokenType)
                {
                    case ("time", _): time = HistoryLine.TimeOf(ref json); break;
                    case ("state", JsonTokenType.String): state = json.GetString(); break;
                    case ("reason", JsonTokenType.String): reason = json.GetString(); break;
                    case ("exitCode", JsonTokenType.Number) when json.TryGetInt32(out var code): exitCode = code; break;
                    default:
                        if (!json.TrySkip())
                        {
                            return null;
                        }

                        break;
                }
            }
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return null;
        }

        return time is { } known && state is not null && reason is not null && exitCode is { } exit ? new(known, state, exit, reason) : null;
    }
}
