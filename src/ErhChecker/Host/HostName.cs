using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>This host's name, as <c>uname -n</c> prints it: with its domain, where it has one.</summary>
internal static unsafe class HostName
{
    private const int MaxLength = 64; // HOST_NAME_MAX of gethostname(2)

    /// <summary>The name; <c>localhost</c> where the host has none.</summary>
    public static string Read()
    {
        var name = stackalloc byte[MaxLength + 1];
        name[MaxLength] = 0;
        return Libc.gethostname(name, MaxLength) == 0 && Marshal.PtrToStringUTF8((nint)name) is { Length: > 0 } text ? text : "localhost";
    }
}
