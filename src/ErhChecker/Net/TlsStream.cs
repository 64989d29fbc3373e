using System.Net;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>
/// TLS over a connection, as a client that takes any certificate and shows none. The certificate is not even looked at:
/// whatever it says, it can cost no time.
/// </summary>
internal sealed unsafe class TlsStream : UnseekableStream
{
    private const int ControlSetServerName = 55;
    private const int ControlClearMode = 78;
    private const nint ModeAutoRetry = 4;
    private const ulong OptionIgnoreMissingGoodbye = 1UL << 7; // Go sends one, but an answer that is whole is whole
    private const ulong OptionNoRenegotiation = 1UL << 30;

    private readonly OpenSsl openSsl;
    private readonly TcpConnection connection;
    private void* context;
    private void* session;

    private TlsStream(OpenSsl openSsl, TcpConnection connection)
    {
        this.openSsl = openSsl;
        this.connection = connection;
        context = openSsl.NewContext(openSsl.ClientMethod());
        if (context == null)
        {
            throw Unusable();
        }

        openSsl.SetVerifier(context, &AcceptAny, null);
        _ = openSsl.SetOptions(context, OptionIgnoreMissingGoodbye | OptionNoRenegotiation);
        _ = openSsl.ControlContext(context, ControlClearMode, ModeAutoRetry, null); // a flood of tickets must not outlast the deadline
        session = openSsl.New(context);
        if (session == null || openSsl.SetDescriptor(session, (int)connection.Descriptor.DangerousGetHandle()) != 1)
        {
            throw Unusable();
        }
    }

    public override bool CanRead => true;

    /// <summary>Sets up TLS.</summary>
    /// <param name="openSsl">The library.</param>
    /// <param name="connection">The connection; it stays the caller's to dispose of.</param>
    /// <param name="host">
    /// The server's host. Its name is sent to the server (SNI), but not an IP address (RFC 6066), and without a trailing dot,
    /// which Go refuses.
    /// </param>
    /// <exception cref="OpenSslException">This host's OpenSSL is at fault, not the other side.</exception>
    /// <exception cref="AuthenticationException">The other side speaks no TLS, or none that OpenSSL takes.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The connection's time is over.</exception>
    public static TlsStream Connect(OpenSsl openSsl, TcpConnection connection, string host)
    {
        var tls = new TlsStream(openSsl, connection);
        try
        {
            if (!IPAddress.TryParse(host, out _))
            {
                fixed (byte* name = Encoding.UTF8.GetBytes(host.TrimEnd('.') + '\0'))
                {
                    _ = openSsl.Control(tls.session, ControlSetServerName, 0, name);
                }
            }

            while (true)
            {
                tls.Begin();
                var done = openSsl.Connect(tls.session);
                if (done == 1)
                {
                    return tls;
                }

                if (!tls.AwaitAfter(done))
                {
                    throw new AuthenticationException("no TLS");
                }
            }
        }
        catch
        {
            tls.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            int got;
            fixed (byte* free = buffer)
            {
                Begin();
                got = openSsl.Read(session, free, buffer.Length);
            }

            if (got > 0)
            {
                return got;
            }

            if (!AwaitAfter(got))
            {
                return openSsl.GetError(session, got) is OpenSsl.PeerClosed or OpenSsl.SystemFailed
                    ? 0
                    : throw new IOException("TLS broke");
            }
        }
    }

    /// <summary>All of it or nothing, in OpenSSL's usual mode: what was not sent must be given again as it was.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            while (buffer.Length > 0)
            {
                Begin();
                var sent = openSsl.Write(session, first, buffer.Length);
                if (sent > 0)
                {
                    return;
                }

                if (!AwaitAfter(sent))
                {
                    throw new IOException("TLS broke");
                }
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (session != null)
        {
            openSsl.Free(session);
            session = null;
        }

        if (context != null)
        {
            openSsl.FreeContext(context);
            context = null;
        }

        base.Dispose(disposing);
    }

    [UnmanagedCallersOnly]
    private static int AcceptAny(void* certificates, void* nothing) => 1;

    /// <summary>Before each step: neither an old error of the system nor one in OpenSSL's queue may be taken for its result.</summary>
    private void Begin()
    {
        Marshal.SetLastSystemError(0);
        openSsl.ClearErrors();
    }

    /// <summary>Waits for what OpenSSL wants; false when it wants nothing more, because the other side has ended or spoke no TLS.</summary>
    /// <exception cref="IOException">The system gave an error.</exception>
    private bool AwaitAfter(int result)
    {
        var systemError = Marshal.GetLastSystemError();
        switch (openSsl.GetError(session, result))
        {
            case OpenSsl.WantsRead:
                connection.Await(Libc.POLLIN);
                return true;
            case OpenSsl.WantsWrite:
                connection.Await(Libc.POLLOUT);
                return true;
            case OpenSsl.SystemFailed when systemError != 0:
                throw new IOException("the connection broke", TcpConnection.ErrorOf(systemError));
            default:
                return false;
        }
    }

    private OpenSslException Unusable()
    {
        Dispose();
        return new OpenSslException("OpenSSL on this host creates no TLS client; check its configuration, openssl.cnf");
    }
}
