using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ErhChecker.Host;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Net;

/// <summary>
/// A TCP connection that waits in poll(2) on the calling thread. .NET's sockets start an epoll thread and HttpClient a thread
/// pool; on a busy host the check would wait for each new thread (docs/speed.md, "What was gained", "What gained nothing").
/// </summary>
internal sealed unsafe class TcpConnection : IDisposable
{
    private readonly Deadline deadline;

    private TcpConnection(SafeFileHandle descriptor, Deadline deadline)
    {
        Descriptor = descriptor;
        this.deadline = deadline;
    }

    public SafeFileHandle Descriptor { get; }

    /// <summary>Connects.</summary>
    /// <param name="connecting">The deadline of the attempt.</param>
    /// <param name="deadline">The deadline of reading and writing.</param>
    /// <exception cref="ConnectionException">The connection failed.</exception>
    /// <exception cref="OperationCanceledException">The attempt's deadline has come.</exception>
    public static TcpConnection Connect(IPAddress address, int port, Deadline connecting, Deadline deadline)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var opened = Libc.socket(isV6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_STREAM | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (opened.IsInvalid)
        {
            throw new ConnectionException(Libc.errno());
        }

        var connection = new TcpConnection(opened, deadline);
        try
        {
            var one = 1;
            _ = Libc.setsockopt(opened, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, &one, sizeof(int));
            connection.Connect(address, port, isV6, connecting);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the socket is ready.</summary>
    /// <exception cref="OperationCanceledException">The connection's time is over.</exception>
    public void Await(short events) => Poller.Wait(Descriptor, events, deadline);

    public void Dispose() => Descriptor.Dispose();

    private void Connect(IPAddress address, int port, bool isV6, Deadline connecting)
    {
        var bytes = stackalloc byte[Libc.sizeof_sockaddr_in6];
        var length = isV6 ? Libc.sizeof_sockaddr_in6 : Libc.sizeof_sockaddr_in;
        var target = new Span<byte>(bytes, length);
        target.Clear();
        MemoryMarshal.Write(target, (ushort)(isV6 ? Libc.AF_INET6 : Libc.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)port);
        _ = address.TryWriteBytes(target[(isV6 ? 8 : 4)..], out _);
        if (isV6)
        {
            MemoryMarshal.Write(target[24..], (uint)address.ScopeId);
        }

        if (Libc.connect(Descriptor, bytes, (uint)length) == 0)
        {
            return;
        }

        if (Libc.errno() is not (Libc.EINPROGRESS or Libc.EINTR))
        {
            throw new ConnectionException(Libc.errno());
        }

        Poller.Wait(Descriptor, Libc.POLLOUT, connecting);
        int error;
        uint size = sizeof(int);
        _ = Libc.getsockopt(Descriptor, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &size);
        if (error != 0)
        {
            throw new ConnectionException(error);
        }
    }
}
