namespace ErhChecker.Host;

/// <summary>The system's OpenSSL. Where .NET finds none it ends the process with a core: so it is looked for first.</summary>
internal static class OpenSsl
{
    private const int LoadNow = 2;

    /// <summary>The names .NET looks for, in its order.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>Loads the library for good, as .NET will then find it.</summary>
    public static bool TryLoad() => Array.Exists(Names, static name => Libc.LoadLibrary(name, LoadNow) != 0);
}
