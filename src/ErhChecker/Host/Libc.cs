using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ErhChecker.Host;

/// <summary>
/// The system calls and library functions that .NET does not offer, by their POSIX names: see their man pages. The values of
/// the constants are those of Linux on x64 and arm64.
/// </summary>
internal static unsafe partial class Libc
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NOCTTY = 0x100;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;
    public const int SYS_openat2 = 437;
    public const int RESOLVE_CACHED = 0x20;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_SYMLINK_FOLLOW = 0x400;
    public const int AT_EMPTY_PATH = 0x1000;
    public const int SEEK_SET = 0;
    public const int SEEK_END = 2;
    public const int SEEK_HOLE = 4;
    public const int S_IFMT = 0xf000;
    public const int S_IFIFO = 0x1000;
    public const int S_IFDIR = 0x4000;
    public const int S_IFREG = 0x8000;
    public const int S_IFLNK = 0xa000;
    public const int S_IFSOCK = 0xc000;
    public const int S_ISVTX = 0x200;
    public const int S_IWGRP = 0x10;
    public const int S_IROTH = 4;
    public const int S_IWOTH = 2;
    public const int S_IXUSR = 0x40;
    public const int S_IXGRP = 8;
    public const int S_IXOTH = 1;
    public const uint STATX_TYPE = 1;
    public const uint STATX_MODE = 2;
    public const uint STATX_NLINK = 4;
    public const uint STATX_UID = 8;
    public const uint STATX_INO = 0x100;
    public const uint STATX_GID = 0x10;
    public const ulong STATX_ATTR_IMMUTABLE = 0x10;
    public const ulong STATX_ATTR_APPEND = 0x20;
    public const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;
    public const int F_OFD_SETLK = 37;
    public const short F_WRLCK = 1;
    public const int AT_EACCESS = 0x200;
    public const int X_OK = 1;
    public const int W_OK = 2;
    public const int GLOB_MARK = 2;
    public const int GLOB_BRACE = 0x400;

    /// <summary>arm64 has a value of its own.</summary>
    public static readonly int O_NOFOLLOW = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>arm64 has a value of its own.</summary>
    public static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>Includes <see cref="O_DIRECTORY"/>, so that a kernel that does not know it refuses it.</summary>
    public static readonly int O_TMPFILE = 0x400000 | O_DIRECTORY;

    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOSPC = 28;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;
    public const int ELOOP = 40;
    public const int EPROTOTYPE = 91;
    public const int EAFNOSUPPORT = 97;
    public const int EADDRNOTAVAIL = 99;
    public const int ENETUNREACH = 101;
    public const int ECONNRESET = 104;
    public const int ETIMEDOUT = 110;
    public const int ECONNREFUSED = 111;
    public const int EHOSTUNREACH = 113;
    public const int EINPROGRESS = 115;
    public const int EDQUOT = 122;

    public const int AF_UNIX = 1;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int sizeof_sockaddr_in = 16;
    public const int sizeof_sockaddr_in6 = 28;
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOL_SOCKET = 1;
    public const int SO_ERROR = 4;
    public const int IPPROTO_TCP = 6;
    public const int TCP_NODELAY = 1;

    public const int SIGALRM = 14;
    public const int SIG_SETMASK = 2;

    public const int SHUT_WR = 1;
    public const nint PROC_SUPER_MAGIC = 0x9fa0;

    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGPIPE = 13;
    public const int SIGCHLD = 17;
    public const int SIGTERM = 15;
    public const int SIGXFSZ = 25;
    public const int WNOHANG = 1;
    public const int WEXITED = 4;
    public const int WNOWAIT = 0x1000000;
    public const int P_PID = 1;
    public const int CLD_EXITED = 1;
    public const int F_GETFD = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const nuint TIOCGWINSZ = 0x5413;
    public const short POLLIN = 1;
    public const short POLLOUT = 4;

    /// <summary>Stands for the current directory where a directory's descriptor is expected.</summary>
    public static readonly SafeFileHandle AT_FDCWD = new(-100, ownsHandle: false);

    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    /// <summary>The kernel's struct statx, the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct statx_buffer
    {
        [FieldOffset(8)]
        public ulong stx_attributes;

        [FieldOffset(16)]
        public uint stx_nlink;

        [FieldOffset(20)]
        public uint stx_uid;

        [FieldOffset(24)]
        public uint stx_gid;

        [FieldOffset(28)]
        public ushort stx_mode;

        [FieldOffset(32)]
        public ulong stx_ino;

        [FieldOffset(136)]
        public uint stx_dev_major;

        [FieldOffset(140)]
        public uint stx_dev_minor;
    }

    /// <summary>The kernel's struct stat, as far as it is needed. What follows st_ino differs between the machines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct stat_buffer
    {
        [FieldOffset(0)]
        public ulong st_dev;

        [FieldOffset(8)]
        public ulong st_ino;

        [FieldOffset(16)]
        public linksModeAndOwner x64;

        [FieldOffset(16)]
        public modeLinksAndOwner arm64;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct linksModeAndOwner
    {
        public ulong st_nlink;
        public int st_mode;
        public uint st_uid;
        public uint st_gid;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct modeLinksAndOwner
    {
        public int st_mode;
        public uint st_nlink;
        public uint st_uid;
        public uint st_gid;
    }

    /// <summary>glibc's struct statfs, of which only the type of the file system is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct statfs_buffer
    {
        [FieldOffset(0)]
        public nint f_type;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatfs(SafeFileHandle fd, statfs_buffer* buffer);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(SafeFileHandle dirfd, string pathname, int flags, uint mask, statx_buffer* buffer);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int fstatat(SafeFileHandle dirfd, string pathname, stat_buffer* buffer, int flags);

    /// <summary>struct flock of fcntl(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct flock_area
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeFileHandle fd, int cmd, flock_area* area);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint readlinkat(SafeFileHandle dirfd, string pathname, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int linkat(SafeFileHandle olddirfd, string oldpath, SafeFileHandle newdirfd, string newpath, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int renameat(SafeFileHandle olddirfd, string oldpath, SafeFileHandle newdirfd, string newpath);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlinkat(SafeFileHandle dirfd, string pathname, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmod(SafeFileHandle fd, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle openat(SafeFileHandle dirfd, string pathname, int flags, uint mode);

    /// <summary>struct open_how of openat2(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct open_how
    {
        public ulong flags;
        public ulong mode;
        public ulong resolve;
    }

    /// <summary>openat2(2), for which older C libraries have no function; <paramref name="number"/> is <see cref="SYS_openat2"/>.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint openat2(nint number, SafeFileHandle dirfd, string pathname, open_how* how, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int faccessat(SafeFileHandle dirfd, string pathname, int mode, int flags);

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

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setresuid(uint ruid, uint euid, uint suid);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setresgid(uint rgid, uint egid, uint sgid);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setgroups(nuint size, uint* list);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getgroups(int size, uint* list);

    [LibraryImport("libc")]
    public static partial uint getegid();

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

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(SafeFileHandle fd, int operation);

    [LibraryImport("libc")]
    public static partial int gethostname(byte* name, nuint size);

    [StructLayout(LayoutKind.Sequential)]
    internal struct winsize
    {
        public ushort ws_row;
        public ushort ws_col;
        public ushort ws_xpixel;
        public ushort ws_ypixel;
    }

    [LibraryImport("libc")]
    public static partial int ioctl(int fd, nuint request, winsize* size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(SafeFileHandle fd, byte* buffer, nuint count, nint offset);

    [StructLayout(LayoutKind.Sequential)]
    internal struct timespec
    {
        public nint tv_sec;
        public nint tv_nsec;
    }

    /// <summary>struct sigaction, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 160)]
    internal struct sigaction_buffer
    {
        public nint sa_handler;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sigaction(int signal, sigaction_buffer* action, sigaction_buffer* old);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sigtimedwait(void* signals, siginfo_t* received, timespec* timeout);

    [LibraryImport("libc")]
    public static partial uint alarm(uint seconds);

    /// <summary>siginfo_t as waitid(2) fills it, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct siginfo_t
    {
        [FieldOffset(8)]
        public int si_code;

        [FieldOffset(16)]
        public int si_pid;

        [FieldOffset(24)]
        public int si_status;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitid(int kind, int process, siginfo_t* status, int options);

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

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle open(string pathname, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(SafeFileHandle fd, byte* buffer, nuint count);

    public static nint read(SafeFileHandle fd, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            return read(fd, first, (nuint)buffer.Length);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(SafeFileHandle fd, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint lseek(SafeFileHandle fd, nint offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int fd, int cmd);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc")]
    public static partial int dup2(SafeFileHandle oldfd, int newfd);

    [LibraryImport("libc")]
    public static partial int isatty(int fd);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    public static partial int clearenv();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint dlopen(string name, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void* dlsym(nint library, string name);

    [LibraryImport("libc")]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport("libc")]
    public static partial void _exit(int code);

    [LibraryImport("libc", SetLastError = true)]
    public static partial SafeFileHandle socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(SafeFileHandle sockfd, byte* address, uint length);

    [LibraryImport("libc")]
    public static partial int shutdown(SafeFileHandle sockfd, int how);

    [LibraryImport("libc")]
    public static partial int setsockopt(SafeFileHandle sockfd, int level, int option, void* value, uint length);

    [LibraryImport("libc")]
    public static partial int getsockopt(SafeFileHandle sockfd, int level, int option, void* value, uint* length);

    [LibraryImport("libc")]
    public static partial int pthread_sigmask(int how, void* signals, void* old);

    [LibraryImport("libc")]
    public static partial int sigaddset(void* signals, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(pollfd* fds, nuint count, int timeout);

    [LibraryImport("libc")]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc")]
    public static partial int sigemptyset(void* signals);

    /// <summary>The reason behind the last failed call, in the system's words.</summary>
    public static string LastErrorText() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
