using System.Runtime.InteropServices;

namespace ErhChecker.Host;

// Section 3 of the manual: library functions, and the structures that they fill.
internal static unsafe partial class Libc
{
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* realpath(string path, byte* resolved);

    /// <summary>struct glob_t, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct glob_t
    {
        [FieldOffset(0)]
        public nuint gl_pathc;

        [FieldOffset(8)]
        public byte** gl_pathv;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int glob(string pattern, int flags, nint onError, glob_t* found);

    [LibraryImport("libc")]
    public static partial void globfree(glob_t* found);

    /// <summary>The C library's struct tm with glibc's two fields behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct tm
    {
        public int tm_sec;
        public int tm_min;
        public int tm_hour;
        public int tm_mday;
        public int tm_mon;
        public int tm_year;
        public int tm_wday;
        public int tm_yday;
        public int tm_isdst;
        public nint tm_gmtoff;
        public nint tm_zone;
    }

    [LibraryImport("libc")]
    public static partial void tzset();

    [LibraryImport("libc")]
    public static partial tm* localtime_r(long* unixSeconds, tm* local);

    [LibraryImport("libc")]
    public static partial long mktime(tm* local);

    /// <summary>struct ifaddrs, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ifaddrs
    {
        public ifaddrs* ifa_next;
        public byte* ifa_name;
        public uint ifa_flags;
        public byte* ifa_addr;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getifaddrs(ifaddrs** first);

    [LibraryImport("libc")]
    public static partial void freeifaddrs(ifaddrs* first);

    [LibraryImport("libc")]
    public static partial int isatty(int fd);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    public static partial int clearenv();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint dlopen(string name, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void* dlsym(nint library, string name);

    [LibraryImport("libc")]
    public static partial int pthread_sigmask(int how, void* signals, void* old);

    [LibraryImport("libc")]
    public static partial int sigaddset(void* signals, int signal);

    [LibraryImport("libc")]
    public static partial int sigemptyset(void* signals);
}
