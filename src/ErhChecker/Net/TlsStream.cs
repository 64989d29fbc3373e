using System.Net;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>
/// A TLS client stream that accepts any server certificate and presents none. The certificate is not examined, so nothing in
/// it can take time.
/// </summary>
internal sealed unsafe class TlsStream : UnseekableStream
{
    private const int ControlSetServerName = 55;
    private const int ControlClearMode = 78;
    private const nint ModeAutoRetry = 4;
    private const ulong OptionIgnoreMissingGoodbye = 1UL << 7; // a complete response is valid without close_notify
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
    /// <exception cref="OpenSslException">This host's OpenSSL cannot be used.</exception>
    /// <exception cref="AuthenticationException">The server does not speak TLS, or no version that OpenSSL accepts.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    /// <exception cref="OperationCanceledException">The connection's deadline has come.</exception>
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

    /// <summary>Writes all bytes; SSL_write(3) requires the same arguments again until it has sent them.</summary>
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

    /// <summary>Clears errno and OpenSSL's error queue before a call, as SSL_get_error(3) requires.</summary>
    private void Begin()
    {
        Marshal.SetLastSystemError(0);
        openSsl.ClearErrors();
    }

    /// <summary>Waits for what OpenSSL needs; false when it can do nothing more, because the peer ended the connection or does not speak TLS.</summary>
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
        return new OpenSslException("OpenSSL on this host cannot create a TLS client; check its configuration (openssl.cnf)");
    }
}
