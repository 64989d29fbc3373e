using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>Writing to file descriptors.</summary>
internal static unsafe class Descriptors
{
    /// <summary>Writes all of it, in one call where the system takes it so.</summary>
    /// <returns>False when it could not; <see cref="Libc.LastErrorText"/> says why.</returns>
    public static bool TryWriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* first = bytes)
            {
                written = Libc.Write(descriptor, first, (nuint)bytes.Length);
            }

            if (written > 0)
            {
                bytes = bytes[(int)written..];
            }
            else if (written == 0 || Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                return false;
            }
        }

        return true;
    }
}
