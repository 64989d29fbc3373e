using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>Writing to file descriptors.</summary>
internal static unsafe class Descriptors
{
    /// <summary>What a pipe that is ready takes without blocking (PIPE_BUF of pipe(7)), in bytes.</summary>
    private const int PipePiece = 4096;

    /// <summary>Writes all of it, in one call where the system allows it.</summary>
    /// <param name="descriptor">Where to.</param>
    /// <param name="bytes">What.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when it could not; <see cref="Libc.LastErrorText"/> gives the reason.</returns>
    public static bool TryWriteAll(int descriptor, ReadOnlySpan<byte> bytes, out int written)
    {
        written = 0;
        while (written < bytes.Length)
        {
            var got = Write(descriptor, bytes[written..]);
            if (got > 0)
            {
                written += (int)got;
            }
            else if (got == 0 || Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes all of it to a stream whose reader may be slow, in pieces that a pipe takes as soon as it has room.</summary>
    /// <param name="descriptor">Where to; blocking or not.</param>
    /// <param name="bytes">What.</param>
    /// <param name="deadline">Until when to wait for room.</param>
    /// <returns>False when it could not.</returns>
    public static bool TryWriteBy(int descriptor, ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (bytes.Length > 0)
        {
            if (!Waiting.IsReadyBy(descriptor, Libc.PollOut, deadline))
            {
                return false;
            }

            var got = Write(descriptor, bytes[..Math.Min(bytes.Length, PipePiece)]);
            if (got > 0)
            {
                bytes = bytes[(int)got..];
            }
            else if (got == 0 || Marshal.GetLastPInvokeError() is not (Libc.ErrorInterrupted or Libc.ErrorAgain))
            {
                return false;
            }
        }

        return true;
    }

    private static nint Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Libc.Write(descriptor, first, (nuint)bytes.Length);
        }
    }
}
