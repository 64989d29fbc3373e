using System.IO.Compression;
using ErhChecker.Host;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.History;

/// <summary>An event, and the line that it was read from.</summary>
/// <param name="Line">The line, UTF-8.</param>
internal sealed record ReadEvent(HistoryEvent Event, byte[] Line);

/// <summary>Reads history files, each once however often it is named. The readers wait as cat(1) does: they are run by hand.</summary>
internal sealed class HistoryReader : IDisposable
{
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Longer lines are no events.</summary>
    private const int MaxLine = 64 * 1024;

    private readonly List<SafeFileHandle> owned = [];
    private readonly List<SafeFileHandle> read = [];

    /// <summary>The events in the order in which they were read.</summary>
    public List<ReadEvent> Events { get; } = [];

    /// <summary>Reads a file; without effect when it was read already.</summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    /// <param name="invalid">The number of lines that are no events.</param>
    /// <param name="problem">Why not all of it could be read, to follow the path; null when it was.</param>
    public void Read(string path, out int invalid, out string? problem)
    {
        (invalid, problem) = (0, null);
        if (path == "-")
        {
            ReadOnce(StandardStreams.Input, ref invalid, ref problem);
            return;
        }

        var file = Libc.open(path, Libc.O_RDONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        owned.Add(file);
        if (file.IsInvalid)
        {
            problem = $"cannot be read: {Libc.strerror(Libc.errno())}";
            return;
        }

        ReadOnce(file, ref invalid, ref problem);
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(file => file.Dispose());

    /// <summary>Adds the events among lines.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="invalid">Counts the lines that are no events; empty ones are not counted.</param>
    internal void AddLines(Stream text, ref int invalid)
    {
        var buffer = new byte[MaxLine];
        var (length, isTooLong) = (0, false);
        int count;
        do
        {
            count = text.Read(buffer.AsSpan(length));
            var rest = buffer.AsSpan(0, length + count);
            while (rest.IndexOf((byte)'\n') is var end && (end >= 0 || (count == 0 && rest.Length > 0)))
            {
                AddLine(end < 0 ? rest : rest[..end], isTooLong, ref invalid);
                isTooLong = false;
                rest = end < 0 ? [] : rest[(end + 1)..];
            }

            if (rest.Length == buffer.Length)
            {
                isTooLong = true;
                rest = rest[^1..];
            }

            rest.CopyTo(buffer);
            length = rest.Length;
        }
        while (count > 0);
    }

    private void ReadOnce(SafeFileHandle file, ref int invalid, ref string? problem)
    {
        if (read.Exists(other => FileStatus.IsSame(file, other)))
        {
            return;
        }

        read.Add(file);
        using var content = new MemoryStream();
        problem = ReadAll(file, content);
        content.Position = 0;
        try
        {
            var isCompressed = content.ReadByte() == 0x1f && content.ReadByte() == 0x8b; // RFC 1952
            content.Position = 0;
            using Stream text = isCompressed ? new GZipStream(content, CompressionMode.Decompress) : content;
            AddLines(text, ref invalid);
        }
        catch (InvalidDataException)
        {
            problem ??= "cannot be read to its end: invalid gzip data";
        }
    }

    private void AddLine(ReadOnlySpan<byte> line, bool isTooLong, ref int invalid)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty && !isTooLong)
        {
            return;
        }

        if (!isTooLong && HistoryLine.Parse(line) is { } found)
        {
            Events.Add(new(found, line.ToArray()));
        }
        else
        {
            invalid++;
        }
    }

    /// <returns>Why not all of it could be read; null when it was.</returns>
    private static string? ReadAll(SafeFileHandle file, MemoryStream content)
    {
        var buffer = new byte[MaxLine];
        while (true)
        {
            var count = Libc.read(file, buffer);
            if (count > 0)
            {
                content.Write(buffer.AsSpan(0, (int)count));
            }
            else if (count == 0)
            {
                return null;
            }
            else if (Libc.errno() != Libc.EINTR)
            {
                return $"cannot be read: {Libc.strerror(Libc.errno())}";
            }

            if (content.Length > MaxBytes)
            {
                return $"is read in part: it is larger than {MaxBytes / 1024 / 1024} MiB";
            }
        }
    }
}
