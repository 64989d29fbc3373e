using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>Writes to descriptors whatever they are: files, pipes, terminals, blocking or not.</summary>
internal static unsafe class DescriptorWriter
{
    /// <summary>What a pipe that is ready takes without blocking (PIPE_BUF of pipe(7)), in bytes.</summary>
    private const int PipeBuffer = 4096;

    /// <summary>Writes all bytes, with one write(2) where the system allows it.</summary>
    /// <param name="written">The number of bytes that were written.</param>
    /// <returns>False when not all could be written; <see cref="Libc.errno"/> has the reason.</returns>
    public static bool TryWrite(SafeFileHandle descriptor, ReadOnlySpan<byte> bytes, out int written)
    {
        written = 0;
        while (written < bytes.Length)
        {
            var count = Write(descriptor, bytes[written..]);
            if (count > 0)
            {
                written += (int)count;
            }
            else if (count == 0 || Libc.errno() != Libc.EINTR)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes all bytes to a stream whose reader may be slow, in pieces that a pipe takes as soon as it has room.</summary>
    /// <param name="descriptor">The descriptor; blocking or not.</param>
    /// <param name="deadline">Until when to wait for room.</param>
    /// <returns>False when not all could be written.</returns>
    public static bool TryWriteUntil(SafeFileHandle descriptor, ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (bytes.Length > 0)
        {
            if (!Poller.TryWait(descriptor, Libc.POLLOUT, deadline))
            {
                return false;
            }

            var count = Write(descriptor, bytes[..Math.Min(bytes.Length, PipeBuffer)]);
            if (count > 0)
            {
                bytes = bytes[(int)count..];
            }
            else if (count == 0 || Libc.errno() is not (Libc.EINTR or Libc.EAGAIN))
            {
                return false;
            }
        }

        return true;
    }

    private static nint Write(SafeFileHandle descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Libc.write(descriptor, first, (nuint)bytes.Length);
        }
    }
}
