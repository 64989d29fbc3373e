using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>A log file, opened for appending: several processes may share it, each line is one write.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly SafeFileHandle descriptor;

    private LogFile(SafeFileHandle descriptor) => this.descriptor = descriptor;

    /// <summary>Opens a log file, and creates it where it is missing; never waits for a FIFO's reader.</summary>
    /// <param name="problem">Why it cannot be opened, to follow the path; empty when it was.</param>
    /// <param name="refusal">Returns why what the path leads to must not be written, to follow the path, or null.</param>
    /// <returns>The open log, or null.</returns>
    public static LogFile? Open(string path, out string problem, Func<FileIdentity, string?>? refusal = null)
    {
        var file = AppendableFile.Open(path, Libc.O_WRONLY, out problem, refusal);
        return file is null ? null : new LogFile(file);
    }

    /// <summary>Whether it is a regular file: no pipe, no device.</summary>
    public bool IsRegularFile => FileStatus.Of(descriptor) is { IsRegularFile: true };

    /// <summary>The kernel's name for the open file, whatever happens to its path; needs /proc.</summary>
    public string KernelPath => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor.DangerousGetHandle()}");

    /// <summary>
    /// Whether the content does not end with a line feed, and nobody is writing the rest. The log is open for appending only, so it
    /// is read through its name in /proc; without that, or without read permission, the last line counts as complete.
    /// </summary>
    public bool EndsInsideLine
    {
        get
        {
            if (!IsRegularFile)
            {
                return false;
            }

            using var reader = Libc.open(
                KernelPath, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
            return !reader.IsInvalid && AppendableFile.EndsInsideLine(reader);
        }
    }

    /// <summary>Appends bytes, with one write where the system allows it.</summary>
    /// <param name="written">The number of bytes that were written.</param>
    /// <param name="problem">The system's reason when not all could be written; empty otherwise.</param>
    public bool TryAppend(ReadOnlySpan<byte> bytes, out int written, out string problem)
    {
        var isWritten = DescriptorWriter.TryWrite(descriptor, bytes, out written);
        problem = isWritten ? "" : Libc.strerror(Libc.errno());
        return isWritten;
    }

    public void Dispose() => descriptor.Dispose();
}
