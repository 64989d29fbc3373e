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

    /// <summary>glibc's own: what nsswitch.conf says of a database, for this process.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int __nss_configure_lookup(string database, string services);
}
