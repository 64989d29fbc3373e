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

    /// <summary>errno(3) of the last call of this thread.</summary>
    public static int errno() => Marshal.GetLastPInvokeError();

    /// <summary>What an errno means, in the system's words.</summary>
    public static string strerror(int errnum) => Marshal.GetPInvokeErrorMessage(errnum);
}
