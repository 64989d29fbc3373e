using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>
/// A TLS client stream that accepts any server certificate and presents none. The certificate is not examined, so nothing in
/// it can take time.
/// </summary>
internal sealed unsafe class TlsStream : UnseekableStream
{
    private const nint LowestSupported = 0;

    private readonly OpenSsl openSsl;
    private readonly TcpConnection connection;
    private void* context;
    private void* session;
    private int writeError; // errno; what the server sent before may still be read

    private TlsStream(OpenSsl openSsl, TcpConnection connection)
    {
        this.openSsl = openSsl;
        this.connection = connection;
        context = openSsl.SSL_CTX_new(openSsl.TLS_client_method());
        if (context == null)
        {
            throw Unusable();
        }

        // Whatever default OpenSSL was built with: Ubuntu's has security level 2, Red Hat's reads its ciphers from a file.
        fixed (byte* any = "ALL:!aNULL:@SECLEVEL=0\0"u8)
        {
            if (openSsl.SSL_CTX_set_cipher_list(context, any) != 1)
            {
                throw Unusable();
            }
        }

        _ = openSsl.SSL_CTX_ctrl(context, OpenSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, LowestSupported, null);
        openSsl.SSL_CTX_set_cert_verify_callback(context, &AcceptAny, null);
        _ = openSsl.SSL_CTX_set_options(context, OpenSsl.SSL_OP_IGNORE_UNEXPECTED_EOF | OpenSsl.SSL_OP_NO_RENEGOTIATION); // a complete response is valid without close_notify
        _ = openSsl.SSL_CTX_ctrl(context, OpenSsl.SSL_CTRL_CLEAR_MODE, OpenSsl.SSL_MODE_AUTO_RETRY, null); // a flood of tickets must not outlast the deadline
        session = openSsl.SSL_new(context);
        if (session == null || openSsl.SSL_set_fd(session, (int)connection.Descriptor.DangerousGetHandle()) != 1)
        {
            throw Unusable();
        }
    }

    public override bool CanRead => true;

    /// <summary>Sets up TLS.</summary>
    /// <param name="connection">The connection; it stays the caller's to dispose of.</param>
    /// <param name="host">
    /// The server's host. Its name is sent to the server (SNI), but not an IP address (RFC 6066), and without a trailing dot,
    /// which Go refuses.
    /// </param>
    /// <exception cref="OpenSslException">This host's OpenSSL cannot be used.</exception>
    /// <exception cref="TlsException">The server does not speak TLS, or no version that OpenSSL accepts.</exception>
    /// <exception cref="ConnectionException">The connection failed.</exception>
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
                    _ = openSsl.SSL_ctrl(tls.session, OpenSsl.SSL_CTRL_SET_TLSEXT_HOSTNAME, 0, name);
                }
            }

            while (true)
            {
                tls.Begin();
                var done = openSsl.SSL_connect(tls.session);
                if (done == 1)
                {
                    return tls;
                }

                if (!tls.AwaitAfter(done))
                {
                    throw new TlsException($"did not complete the TLS handshake: {tls.Reason()}");
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
                got = openSsl.SSL_read(session, free, buffer.Length);
            }

            if (got > 0)
            {
                return got;
            }

            if (!AwaitAfter(got))
            {
                return openSsl.SSL_get_error(session, got) switch
                {
                    not (OpenSsl.SSL_ERROR_ZERO_RETURN or OpenSsl.SSL_ERROR_SYSCALL) => throw Broken(),
                    _ when writeError != 0 => throw new ConnectionException(writeError),
                    _ => 0,
                };
            }
        }
    }

    /// <summary>
    /// Writes all bytes; SSL_write(3) requires the same arguments again until it has sent them. A server that refuses the
    /// client after the handshake, as TLS 1.3 allows, may have closed its side by now: its alert, which has the reason, is
    /// still to be read, and so the failure is reported by <see cref="Read(Span{byte})"/> when there is nothing else.
    /// </summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            while (buffer.Length > 0)
            {
                Begin();
                var sent = openSsl.SSL_write(session, first, buffer.Length);
                if (sent > 0)
                {
                    return;
                }

                if (!AwaitAfter(sent, isWrite: true))
                {
                    if (writeError == 0)
                    {
                        throw Broken();
                    }

                    return;
                }
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (session != null)
        {
            openSsl.SSL_free(session);
            session = null;
        }

        if (context != null)
        {
            openSsl.SSL_CTX_free(context);
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
        openSsl.ERR_clear_error();
    }

    /// <summary>Waits for what OpenSSL needs; false when it can do nothing more, because the peer ended the connection or does not speak TLS.</summary>
    /// <exception cref="ConnectionException">The system reported an error.</exception>
    private bool AwaitAfter(int result, bool isWrite = false)
    {
        var systemError = Marshal.GetLastSystemError();
        switch (openSsl.SSL_get_error(session, result))
        {
            case OpenSsl.SSL_ERROR_WANT_READ:
                connection.Await(Libc.POLLIN);
                return true;
            case OpenSsl.SSL_ERROR_WANT_WRITE:
                connection.Await(Libc.POLLOUT);
                return true;
            case OpenSsl.SSL_ERROR_SYSCALL when systemError != 0:
                writeError = isWrite ? systemError : throw new ConnectionException(writeError != 0 ? writeError : systemError);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Why OpenSSL ended the connection, in its own words.</summary>
    private string Reason() => openSsl.FirstError() ?? "it closed the connection";

    private TlsException Broken() => new($"sent no complete response: {Reason()}");

    private OpenSslException Unusable()
    {
        var reason = openSsl.FirstError() ?? "no reason given";
        Dispose();
        return new OpenSslException($"OpenSSL on this host cannot create a TLS client: {reason}");
    }
}
