using ErhChecker.Decision;
using ErhChecker.Host;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.History;

/// <summary>
/// The history file, to append to. Several processes may do so at once: each event is one write, and nothing is waited for.
/// </summary>
internal static class HistoryFile
{
    /// <summary>What this file is among <see cref="UsedFiles"/>.</summary>
    public const string Name = "the history file";

    /// <summary>Where the last check is looked for first, in bytes from the end: it is one of the last lines.</summary>
    private const int Near = 2 * HistoryEvent.MaxLine;

    /// <summary>How far from the end the last check is looked for, in bytes.</summary>
    private const int Far = 64 * 1024;

    /// <summary>Appends a check whose state differs from that of the last one.</summary>
    /// <param name="files">The files of the check, which must not be each other's.</param>
    /// <returns>Why it was not appended; null when it was, or need not.</returns>
    public static Diagnostic? Append(string path, CheckResult result, UsedFiles files) =>
        TryAppend(path, last => CheckEvent.After(last, HostName.Read(), result), files, out var problem)
            ? null
            : new(LogLevel.Error, $"{Name} {path} {problem}; the verdict stands");

    /// <summary>Appends an event.</summary>
    /// <param name="path">The file; created where it is missing.</param>
    /// <param name="next">The event after the file's last check, which is null without one; null appends nothing.</param>
    /// <param name="files">The files of this process, which must not be each other's.</param>
    /// <param name="problem">Why it was not appended, to follow the path; empty when it was.</param>
    public static bool TryAppend(string path, Func<CheckEvent?, HistoryEvent?> next, UsedFiles files, out string problem)
    {
        using var file = AppendableFile.Open(path, Libc.O_RDWR, out problem, target => files.WhyNotWrite(Name, path, target));
        if (file is null)
        {
            return false;
        }

        if (FileStatus.Of(file) is { IsRegularFile: false } other)
        {
            problem = $"is not written: it is {other.TypeName}; expected a regular file";
            return false;
        }

        if (next(LastCheck(file)) is not { } appended)
        {
            return true;
        }

        byte[] line = AppendableFile.EndsInsideLine(file) ? [(byte)'\n', .. appended.ToLine()] : appended.ToLine();
        var isWritten = DescriptorWriter.TryWrite(file, line, out _);
        problem = isWritten ? "" : $"cannot be written: {Libc.strerror(Libc.errno())}";
        return isWritten;
    }

    /// <summary>The last check among lines; null without one.</summary>
    /// <param name="lines">The end of a file.</param>
    /// <param name="isWhole">Whether this is all of the file; else its first line is a part of one.</param>
    internal static CheckEvent? LastCheckIn(ReadOnlySpan<byte> lines, bool isWhole)
    {
        while (true)
        {
            var start = lines.LastIndexOf((byte)'\n');
            if (start < 0 && !isWhole)
            {
                return null;
            }

            if (HistoryLine.Parse(lines[(start + 1)..]) is CheckEvent found)
            {
                return found;
            }

            if (start < 0)
            {
                return null;
            }

            lines = lines[..start];
        }
    }

    private static CheckEvent? LastCheck(SafeFileHandle file)
    {
        var length = Libc.lseek(file, 0, Libc.SEEK_END);
        foreach (var size in (ReadOnlySpan<int>)[Near, Far])
        {
            var tail = ReadAt(file, Math.Max(0, length - size), (int)Math.Min(length, size));
            if (LastCheckIn(tail, isWhole: length <= size) is { } found)
            {
                return found;
            }

            if (length <= size)
            {
                break;
            }
        }

        return null;
    }

    private static unsafe byte[] ReadAt(SafeFileHandle file, nint offset, int count)
    {
        var bytes = new byte[Math.Max(0, count)];
        var length = 0;
        fixed (byte* first = bytes)
        {
            while (length < bytes.Length)
            {
                var read = Libc.pread(file, first + length, (nuint)(bytes.Length - length), offset + length);
                if (read == 0 || (read < 0 && Libc.errno() != Libc.EINTR))
                {
                    break;
                }

                length += (int)Math.Max(0, read);
            }
        }

        return length == bytes.Length ? bytes : bytes[..length];
    }
}
