using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>
/// The functions of the system's OpenSSL that a TLS client needs; they have not changed since 1.1. .NET's SslStream looks up
/// hundreds of them, builds the certificate's chain, makes the program a third larger, and aborts the process where OpenSSL is
/// missing (docs/speed.md, "What was gained"). Functions and constants have OpenSSL's names: see its man pages.
/// </summary>
internal sealed unsafe class OpenSsl
{
    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_WANT_WRITE = 3;
    public const int SSL_ERROR_SYSCALL = 5;
    public const int SSL_ERROR_ZERO_RETURN = 6;

    public const int SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
    public const int SSL_CTRL_CLEAR_MODE = 78;
    public const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    public const nint SSL_MODE_AUTO_RETRY = 4;
    public const ulong SSL_OP_IGNORE_UNEXPECTED_EOF = 1UL << 7;
    public const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    private const int RTLD_LAZY = 1;

    /// <summary>
    /// Without the system's configuration: a policy for the host's other programs decides nothing about the router
    /// (docs/security.md). Without error texts, which a failure loads, and without the tables of ciphers by name, which TLS
    /// does not use (docs/speed.md, "What was gained"). No cleanup at exit. What has once been declined here is not loaded by
    /// any later call, OPENSSL_init_crypto(3).
    /// </summary>
    private const ulong InitOptions = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_LOAD_SSL_STRINGS
        | OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_ATEXIT;
    private const ulong OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS = 0x1;
    private const ulong OPENSSL_INIT_NO_ADD_ALL_CIPHERS = 0x10;
    private const ulong OPENSSL_INIT_NO_ADD_ALL_DIGESTS = 0x20;
    private const ulong OPENSSL_INIT_NO_LOAD_CONFIG = 0x80;
    private const ulong OPENSSL_INIT_NO_ATEXIT = 0x80000;
    private const ulong OPENSSL_INIT_NO_LOAD_SSL_STRINGS = 0x100000;

    /// <summary>The library on a router's host; version 4 has not been tested.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.4"];

    public readonly delegate* unmanaged<void*, void*> SSL_CTX_new;
    public readonly delegate* unmanaged<void*, void> SSL_CTX_free;
    public readonly delegate* unmanaged<void*, int, nint, void*, nint> SSL_CTX_ctrl;
    public readonly delegate* unmanaged<void*, ulong, ulong> SSL_CTX_set_options;
    public readonly delegate* unmanaged<void*, byte*, int> SSL_CTX_set_cipher_list;
    public readonly delegate* unmanaged<void*, delegate* unmanaged<void*, void*, int>, void*, void> SSL_CTX_set_cert_verify_callback;
    public readonly delegate* unmanaged<void*> TLS_client_method;
    public readonly delegate* unmanaged<void*, void*> SSL_new;
    public readonly delegate* unmanaged<void*, void> SSL_free;
    public readonly delegate* unmanaged<void*, int, nint, void*, nint> SSL_ctrl;
    public readonly delegate* unmanaged<void*, int, int> SSL_set_fd;
    public readonly delegate* unmanaged<void*, int> SSL_connect;
    public readonly delegate* unmanaged<void*, byte*, int, int> SSL_read;
    public readonly delegate* unmanaged<void*, byte*, int, int> SSL_write;
    public readonly delegate* unmanaged<void*, int, int> SSL_get_error;
    public readonly delegate* unmanaged<void> ERR_clear_error;

    private readonly nint library;

    private OpenSsl(nint library)
    {
        this.library = library;
        SSL_CTX_new = (delegate* unmanaged<void*, void*>)Find(nameof(SSL_CTX_new));
        SSL_CTX_free = (delegate* unmanaged<void*, void>)Find(nameof(SSL_CTX_free));
        SSL_CTX_ctrl = (delegate* unmanaged<void*, int, nint, void*, nint>)Find(nameof(SSL_CTX_ctrl));
        SSL_CTX_set_options = (delegate* unmanaged<void*, ulong, ulong>)Find(nameof(SSL_CTX_set_options));
        SSL_CTX_set_cipher_list = (delegate* unmanaged<void*, byte*, int>)Find(nameof(SSL_CTX_set_cipher_list));
        SSL_CTX_set_cert_verify_callback = (delegate* unmanaged<void*, delegate* unmanaged<void*, void*, int>, void*, void>)Find(nameof(SSL_CTX_set_cert_verify_callback));
        TLS_client_method = (delegate* unmanaged<void*>)Find(nameof(TLS_client_method));
        SSL_new = (delegate* unmanaged<void*, void*>)Find(nameof(SSL_new));
        SSL_free = (delegate* unmanaged<void*, void>)Find(nameof(SSL_free));
        SSL_ctrl = (delegate* unmanaged<void*, int, nint, void*, nint>)Find(nameof(SSL_ctrl));
        SSL_set_fd = (delegate* unmanaged<void*, int, int>)Find(nameof(SSL_set_fd));
        SSL_connect = (delegate* unmanaged<void*, int>)Find(nameof(SSL_connect));
        SSL_read = (delegate* unmanaged<void*, byte*, int, int>)Find(nameof(SSL_read));
        SSL_write = (delegate* unmanaged<void*, byte*, int, int>)Find(nameof(SSL_write));
        SSL_get_error = (delegate* unmanaged<void*, int, int>)Find(nameof(SSL_get_error));
        ERR_clear_error = (delegate* unmanaged<void>)Find(nameof(ERR_clear_error)); // libcrypto's, which libssl brings along
        var initialize = (delegate* unmanaged<ulong, void*, int>)Find("OPENSSL_init_ssl");
        _ = initialize(InitOptions, null);
    }

    /// <summary>The library, loaded with the first use of this property; null where there is none that can be used.</summary>
    public static OpenSsl? Loaded { get; } = Load();

    private static OpenSsl? Load()
    {
        foreach (var name in Names)
        {
            try
            {
                if (Libc.dlopen(name, RTLD_LAZY) is var found && found != 0)
                {
                    return new OpenSsl(found);
                }
            }
            catch (EntryPointNotFoundException)
            {
                // Not one of the versions that this is written for.
            }
        }

        return null;
    }

    /// <summary>The reason of the first error in the queue, in OpenSSL's words; null when there is none.</summary>
    public string? FirstError()
    {
        var code = ((delegate* unmanaged<nuint>)Find("ERR_peek_error"))();
        if (code == 0)
        {
            return null;
        }

        // Absent where OpenSSL is built without deprecated functions: then there is the number, for 'openssl errstr'.
        if (Libc.dlsym(library, "ERR_load_SSL_strings") is var load && load != null)
        {
            _ = ((delegate* unmanaged<int>)load)();
        }

        var reason = ((delegate* unmanaged<nuint, byte*>)Find("ERR_reason_error_string"))(code);
        return Marshal.PtrToStringUTF8((nint)reason) ?? $"OpenSSL error {code:X8}";
    }

    private void* Find(string name)
    {
        var found = Libc.dlsym(library, name);
        return found != null ? found : throw new EntryPointNotFoundException(name);
    }
}
