using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>What the kernel knows about a path without reading from a file system, which may not respond.</summary>
internal static unsafe class PathCache
{
    /// <summary>
    /// Whether the kernel knows that there is no such file; never blocks. False means that it may exist: that nobody looked it up before, that
    /// its file system is remote, or that this kernel is older than 5.12.
    /// </summary>
    public static bool KnowsMissing(string path)
    {
        // O_PATH: the file itself is not opened, which could block.
        var how = new Libc.open_how { flags = Libc.O_PATH | Libc.O_CLOEXEC, resolve = Libc.RESOLVE_CACHED };
        var descriptor = Libc.openat2(Libc.SYS_openat2, Libc.AT_FDCWD, path, &how, (nuint)sizeof(Libc.open_how));
        var isMissing = descriptor < 0 && Libc.errno() == Libc.ENOENT;
        new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        return isMissing;
    }
}
