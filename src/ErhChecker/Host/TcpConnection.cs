using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>
/// A TCP connection that waits in <c>poll</c>, on the thread that asks. .NET's own sockets start an epoll thread, and
/// HttpClient a thread pool, each for one request, and each new thread waits for its turn before the check can go on
/// (docs/speed.md, "What was gained").
/// </summary>
internal sealed unsafe class TcpConnection : IDisposable
{
    private readonly Deadline deadline;
    private bool closed;

    private TcpConnection(int descriptor, Deadline deadline)
    {
        Descriptor = descriptor;
        this.deadline = deadline;
    }

    /// <summary>The socket.</summary>
    public int Descriptor { get; }

    /// <summary>Connects.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="connecting">Ends the attempt.</param>
    /// <param name="deadline">Ends reading and writing.</param>
    /// <exception cref="SocketException">It could not, with the system's error.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static TcpConnection Connect(IPAddress address, int port, Deadline connecting, Deadline deadline)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var opened = Libc.OpenSocket(isV6 ? Libc.FamilyV6 : Libc.FamilyV4, Libc.SocketStream | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (opened < 0)
        {
            throw ErrorOf(Marshal.GetLastPInvokeError());
        }

        var connection = new TcpConnection(opened, deadline);
        try
        {
            var one = 1;
            _ = Libc.SetSocketOption(opened, Libc.LevelTcp, Libc.TcpNoDelay, &one, sizeof(int));
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
    public void Await(short events) => Waiting.For(Descriptor, events, deadline);

    public void Dispose()
    {
        if (!closed)
        {
            closed = true;
            _ = Libc.Close(Descriptor);
        }
    }

    private void Connect(IPAddress address, int port, bool isV6, Deadline connecting)
    {
        var bytes = stackalloc byte[Libc.AddressV6Size];
        var length = isV6 ? Libc.AddressV6Size : Libc.AddressV4Size;
        var target = new Span<byte>(bytes, length);
        target.Clear();
        MemoryMarshal.Write(target, (ushort)(isV6 ? Libc.FamilyV6 : Libc.FamilyV4));
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)port);
        _ = address.TryWriteBytes(target[(isV6 ? 8 : 4)..], out _);
        if (isV6)
        {
            MemoryMarshal.Write(target[24..], (uint)address.ScopeId);
        }

        if (Libc.Connect(Descriptor, bytes, (uint)length) == 0)
        {
            return;
        }

        if (Marshal.GetLastPInvokeError() is not (Libc.ErrorInProgress or Libc.ErrorInterrupted))
        {
            throw ErrorOf(Marshal.GetLastPInvokeError());
        }

        Waiting.For(Descriptor, Libc.PollOut, connecting);
        int error;
        uint size = sizeof(int);
        _ = Libc.GetSocketOption(Descriptor, Libc.LevelSocket, Libc.SocketError, &error, &size);
        if (error != 0)
        {
            throw ErrorOf(error);
        }
    }

    /// <summary>.NET has its own numbers for the errors, and a table from the system's.</summary>
    public static SocketException ErrorOf(int systemError) => new((int)(systemError switch
    {
        Libc.ErrorConnectionRefused => System.Net.Sockets.SocketError.ConnectionRefused,
        Libc.ErrorConnectionReset or Libc.ErrorBrokenPipe => System.Net.Sockets.SocketError.ConnectionReset,
        Libc.ErrorTimedOut => System.Net.Sockets.SocketError.TimedOut,
        Libc.ErrorNoRoute => System.Net.Sockets.SocketError.HostUnreachable,
        Libc.ErrorNetworkUnreachable => System.Net.Sockets.SocketError.NetworkUnreachable,
        Libc.ErrorNoFamily => System.Net.Sockets.SocketError.AddressFamilyNotSupported,
        Libc.ErrorNoAddress => System.Net.Sockets.SocketError.AddressNotAvailable,
        Libc.ErrorTooManyFiles => System.Net.Sockets.SocketError.TooManyOpenSockets,
        _ => System.Net.Sockets.SocketError.SocketError,
    }));
}
