namespace ErhChecker.Host;

/// <summary>The system's trusted certificates, which this program never needs.</summary>
internal static class TrustStore
{
    private const string Nowhere = "/nonexistent/erhchecker";

    /// <summary>
    /// SslStream loads the whole system store (290 files, 110 ms of an 18 ms check) before it asks any callback or policy.
    /// OpenSSL's variables lead it elsewhere; .NET's own SetEnvironmentVariable does not reach OpenSSL. What child
    /// processes get is taken from the environment as it was before.
    /// </summary>
    public static void SkipSystemStore()
    {
        _ = Libc.SetEnvironment("SSL_CERT_DIR", Nowhere, 1);
        _ = Libc.SetEnvironment("SSL_CERT_FILE", Nowhere, 1);
    }
}
