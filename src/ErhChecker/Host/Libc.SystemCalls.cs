using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

// Section 2 of the manual: system calls, and the structures that they fill.
internal static unsafe partial class Libc
{
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
    public static partial uint geteuid();

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

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(pollfd* fds, nuint count, int timeout);

    [LibraryImport("libc")]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int process, int* status, int options);
}
