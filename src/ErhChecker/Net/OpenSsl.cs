using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>
/// The functions of the system's OpenSSL that a TLS client needs; they have not changed since 1.1. .NET's SslStream looks up
/// hundreds of them, builds the certificate's chain, makes the program a third larger, and aborts the process where OpenSSL is
/// missing (docs/speed.md, "What was gained").
/// </summary>
internal sealed unsafe class OpenSsl
{
    /// <summary>Results of SSL_get_error(3).</summary>
    public const int WantsRead = 2;
    public const int WantsWrite = 3;
    public const int SystemFailed = 5;
    public const int PeerClosed = 6;

    private const int LoadLazily = 1;

    /// <summary>
    /// Without the system's configuration: a policy for the host's other programs decides nothing about the router
    /// (docs/security.md). Without error texts, which a failure loads, and without the tables of ciphers by name, which TLS
    /// does not use (docs/speed.md, "What was gained"). No cleanup at exit. What has once been declined here is not loaded by
    /// any later call, OPENSSL_init_crypto(3).
    /// </summary>
    private const ulong InitOptions = NoLoadConfig | NoCryptoStrings | NoTlsStrings | NoCiphersByName | NoDigestsByName | NoAtExit;
    private const ulong NoCryptoStrings = 0x1;
    private const ulong NoCiphersByName = 0x10;
    private const ulong NoDigestsByName = 0x20;
    private const ulong NoLoadConfig = 0x80;
    private const ulong NoAtExit = 0x80000;
    private const ulong NoTlsStrings = 0x100000;

    /// <summary>The library on a router's host; version 4 has not been tested.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.4"];

    private readonly nint library;

    private OpenSsl(nint library)
    {
        this.library = library;
        NewContext = (delegate* unmanaged<void*, void*>)Find("SSL_CTX_new");
        FreeContext = (delegate* unmanaged<void*, void>)Find("SSL_CTX_free");
        ControlContext = (delegate* unmanaged<void*, int, nint, void*, nint>)Find("SSL_CTX_ctrl");
        SetOptions = (delegate* unmanaged<void*, ulong, ulong>)Find("SSL_CTX_set_options");
        SetCipherList = (delegate* unmanaged<void*, byte*, int>)Find("SSL_CTX_set_cipher_list");
        SetVerifier = (delegate* unmanaged<void*, delegate* unmanaged<void*, void*, int>, void*, void>)Find("SSL_CTX_set_cert_verify_callback");
        ClientMethod = (delegate* unmanaged<void*>)Find("TLS_client_method");
        New = (delegate* unmanaged<void*, void*>)Find("SSL_new");
        Free = (delegate* unmanaged<void*, void>)Find("SSL_free");
        Control = (delegate* unmanaged<void*, int, nint, void*, nint>)Find("SSL_ctrl");
        SetDescriptor = (delegate* unmanaged<void*, int, int>)Find("SSL_set_fd");
        Connect = (delegate* unmanaged<void*, int>)Find("SSL_connect");
        Read = (delegate* unmanaged<void*, byte*, int, int>)Find("SSL_read");
        Write = (delegate* unmanaged<void*, byte*, int, int>)Find("SSL_write");
        GetError = (delegate* unmanaged<void*, int, int>)Find("SSL_get_error");
        ClearErrors = (delegate* unmanaged<void>)Find("ERR_clear_error"); // libcrypto's, which libssl brings along
        var initialize = (delegate* unmanaged<ulong, void*, int>)Find("OPENSSL_init_ssl");
        _ = initialize(InitOptions, null);
    }

    public delegate* unmanaged<void*, void*> NewContext { get; }

    public delegate* unmanaged<void*, void> FreeContext { get; }

    public delegate* unmanaged<void*, int, nint, void*, nint> ControlContext { get; }

    public delegate* unmanaged<void*, ulong, ulong> SetOptions { get; }

    public delegate* unmanaged<void*, byte*, int> SetCipherList { get; }

    public delegate* unmanaged<void*, delegate* unmanaged<void*, void*, int>, void*, void> SetVerifier { get; }

    public delegate* unmanaged<void*> ClientMethod { get; }

    public delegate* unmanaged<void*, void*> New { get; }

    public delegate* unmanaged<void*, void> Free { get; }

    public delegate* unmanaged<void*, int, nint, void*, nint> Control { get; }

    public delegate* unmanaged<void*, int, int> SetDescriptor { get; }

    public delegate* unmanaged<void*, int> Connect { get; }

    public delegate* unmanaged<void*, byte*, int, int> Read { get; }

    public delegate* unmanaged<void*, byte*, int, int> Write { get; }

    public delegate* unmanaged<void*, int, int> GetError { get; }

    /// <summary>Clears the error queue, ERR_clear_error(3).</summary>
    public delegate* unmanaged<void> ClearErrors { get; }

    /// <summary>The library, loaded with the first use of this property; null where there is none that can be used.</summary>
    public static OpenSsl? Loaded { get; } = Load();

    private static OpenSsl? Load()
    {
        foreach (var name in Names)
        {
            try
            {
                if (Libc.dlopen(name, LoadLazily) is var found && found != 0)
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
