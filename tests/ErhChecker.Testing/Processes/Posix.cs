using System.Runtime.InteropServices;

namespace ErhChecker.Testing.Processes;

/// <summary>System calls that .NET does not offer, by the names of their man pages.</summary>
internal static partial class Posix
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGPIPE = 13;
    public const int SIGALRM = 14;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;

    public const int STDERR_FILENO = 2;

    public const int EPERM = 1;
    public const int EAGAIN = 11;
    public const int F_RDLCK = 0;
    public const int F_SETLEASE = 1024;
    public const int FIONREAD = 0x541B;
    public const int CLONE_NEWNET = 0x40000000;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int POSIX_FADV_DONTNEED = 4;

    /// <summary>getrusage(2), to the fields that are read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct rusage
    {
        public nint utime_sec;
        public nint utime_usec;
        public nint stime_sec;
        public nint stime_usec;
        public nint maxrss;
        private readonly nint ixrss, idrss, isrss;
        public nint minflt;
        public nint majflt;
        private unsafe fixed long rest[8];
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int sig);

    [LibraryImport("libc")]
    public static partial uint umask(uint mask);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkfifo(string pathname, uint mode);

    [LibraryImport("libc")]
    public static partial int dup(int oldfd);

    [LibraryImport("libc")]
    public static partial int dup2(int oldfd, int newfd);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeHandle fd, int op, int arg);

    [LibraryImport("libc")]
    public static partial int ioctl(SafeHandle fd, nuint request, out int value);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setns(SafeHandle fd, int nstype);

    /// <summary>Reaps a process; returns what the system counted of it.</summary>
    [LibraryImport("libc", SetLastError = true)]
    public static partial int wait4(int pid, out int wstatus, int options, out rusage usage);

    [LibraryImport("libc")]
    public static partial int posix_fadvise(SafeHandle fd, nint offset, nint len, int advice);

    /// <summary>glibc's own: what nsswitch.conf says of a database, for this process.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int __nss_configure_lookup(string database, string services);
}
