using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>The system log, through the socket that logger(1) and syslog(3) use.</summary>
internal static unsafe class SystemLog
{
    public const string Socket = "/dev/log";

    private const int Notice = (3 << 3) | 5; // LOG_DAEMON, LOG_NOTICE
    private const int MaxPath = 107; // of sockaddr_un, unix(7)

    /// <summary>Sends a line.</summary>
    /// <param name="line">The line, without a line feed.</param>
    /// <param name="deadline">Until when to wait for room in the socket.</param>
    /// <param name="problem">Why it was not sent, to follow the socket's path; empty when it was.</param>
    public static bool TrySend(string socket, string tag, string line, Deadline deadline, out string problem)
    {
        // As RFC 3164 has it, in local time; the day is padded with a space.
        var now = LocalTime.Of(DateTimeOffset.UtcNow);
        var head = string.Create(CultureInfo.InvariantCulture, $"<{Notice}>{now:MMM} {now.Day,2} {now:HH:mm:ss} {tag}: ");
        var message = Encoding.UTF8.GetBytes(head + line + "\0");
        using var datagrams = Connect(socket, Libc.SOCK_DGRAM);
        if (!datagrams.IsInvalid)
        {
            return TryWrite(datagrams, message.AsSpan(..^1), deadline, out problem);
        }

        // A daemon that listens on a stream separates lines with a null byte.
        var error = Libc.errno();
        using var stream = error == Libc.EPROTOTYPE ? Connect(socket, Libc.SOCK_STREAM) : new SafeFileHandle();
        if (!stream.IsInvalid)
        {
            return TryWrite(stream, message, deadline, out problem);
        }

        problem = $"cannot be opened: {Libc.strerror(error)}";
        return false;
    }

    private static bool TryWrite(SafeFileHandle socket, ReadOnlySpan<byte> message, Deadline deadline, out string problem)
    {
        var isWritten = false;
        if (Poller.TryWait(socket, Libc.POLLOUT, deadline))
        {
            isWritten = DescriptorWriter.TryWrite(socket, message, out _);
            problem = isWritten ? "" : $"cannot be written: {Libc.strerror(Libc.errno())}";
        }
        else
        {
            problem = "cannot be written: no room in time";
        }

        return isWritten;
    }

    private static SafeFileHandle Connect(string path, int type)
    {
        var address = stackalloc byte[MaxPath + 3];
        new Span<byte>(address, MaxPath + 3).Clear();
        var name = Encoding.UTF8.GetBytes(path);
        *(ushort*)address = Libc.AF_UNIX;
        name.AsSpan(0, Math.Min(name.Length, MaxPath)).CopyTo(new Span<byte>(address + 2, MaxPath));
        var socket = Libc.socket(Libc.AF_UNIX, type | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (!socket.IsInvalid && Libc.connect(socket, address, MaxPath + 3) != 0)
        {
            var error = Libc.errno();
            socket.Dispose();
            socket = new SafeFileHandle();
            Marshal.SetLastPInvokeError(error);
        }

        return socket;
    }
}
