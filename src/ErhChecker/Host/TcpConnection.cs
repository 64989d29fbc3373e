using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>
/// A TCP connection as a stream that waits in <c>poll</c>, on the thread that asks. .NET's own sockets start an epoll thread,
/// and HttpClient a thread pool, each for one request: that is half of a check's CPU time, and on a host with 40 busy
/// processes each new thread waits for its turn before the check can go on.
/// </summary>
internal sealed unsafe class TcpConnection : Stream
{
    private readonly int descriptor;
    private readonly CancellationToken cancelled;
    private bool closed;

    private TcpConnection(int descriptor, CancellationToken cancelled)
    {
        this.descriptor = descriptor;
        this.cancelled = cancelled;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Connects.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="connecting">Ends the attempt.</param>
    /// <param name="cancelled">Ends reading and writing.</param>
    /// <exception cref="SocketException">It could not, with the system's error.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static TcpConnection Connect(IPAddress address, int port, CancellationToken connecting, CancellationToken cancelled)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var opened = Libc.OpenSocket(isV6 ? Libc.FamilyV6 : Libc.FamilyV4, Libc.SocketStream | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (opened < 0)
        {
            throw LastError();
        }

        var connection = new TcpConnection(opened, cancelled);
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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint got;
            fixed (byte* free = buffer)
            {
                got = Libc.Receive(descriptor, free, (nuint)buffer.Length, 0);
            }

            if (got >= 0)
            {
                return (int)got;
            }

            AwaitAfterError(Libc.PollIn);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint sent;
            fixed (byte* first = buffer)
            {
                sent = Libc.Send(descriptor, first, (nuint)buffer.Length, Libc.SendNoSignal);
            }

            if (sent >= 0)
            {
                buffer = buffer[(int)sent..];
            }
            else
            {
                AwaitAfterError(Libc.PollOut);
            }
        }
    }

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!closed)
        {
            closed = true;
            _ = Libc.Close(descriptor);
        }

        base.Dispose(disposing);
    }

    private void Connect(IPAddress address, int port, bool isV6, CancellationToken connecting)
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

        if (Libc.Connect(descriptor, bytes, (uint)length) == 0)
        {
            return;
        }

        if (Marshal.GetLastPInvokeError() is not (Libc.ErrorInProgress or Libc.ErrorInterrupted))
        {
            throw LastError();
        }

        Waiting.For(descriptor, Libc.PollOut, connecting);
        int error;
        uint size = sizeof(int);
        _ = Libc.GetSocketOption(descriptor, Libc.LevelSocket, Libc.SocketError, &error, &size);
        if (error != 0)
        {
            Marshal.SetLastPInvokeError(error);
            throw LastError();
        }
    }

    private void AwaitAfterError(short events)
    {
        if (Marshal.GetLastPInvokeError() is not (Libc.ErrorWouldBlock or Libc.ErrorInterrupted))
        {
            throw new IOException("the connection broke", LastError());
        }

        Waiting.For(descriptor, events, cancelled);
    }

    /// <summary>.NET has its own numbers for the errors, and a table from the system's.</summary>
    private static SocketException LastError() => new((int)(Marshal.GetLastPInvokeError() switch
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
