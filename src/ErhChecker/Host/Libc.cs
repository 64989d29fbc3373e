using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ErhChecker.Host;

/// <summary>What the program needs of Linux and .NET does not offer; numbers are those of x64 and arm64 Linux.</summary>
internal static unsafe partial class Libc
{
    public const int OpenReadOnly = 0;
    public const int OpenWriteOnly = 1;
    public const int OpenReadWrite = 2;
    public const int OpenCreate = 0x40;
    public const int OpenNoTerminal = 0x100;
    public const int OpenAppend = 0x400;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const int OpenPath = 0x200000;
    public const int AtNoFollow = 0x100;
    public const int AtEmptyPath = 0x1000;
    public const uint StatusType = 1;
    public const uint StatusMode = 2;
    public const uint StatusUser = 8;

    /// <summary>Do not follow a symbolic link; arm64 has another number for it.</summary>
    public static readonly int OpenNoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Only a folder; arm64 has another number for it.</summary>
    public static readonly int OpenFolder = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    public const int ErrorNoEntry = 2;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;
    public const int ErrorNoMemory = 12;
    public const int ErrorPermission = 13;
    public const int ErrorNotDirectory = 20;
    public const int ErrorTooManyFilesInSystem = 23;
    public const int ErrorTooManyFiles = 24;
    public const int ErrorBrokenPipe = 32;
    public const int ErrorTooManyLinks = 40;
    public const int ErrorNoFamily = 97;
    public const int ErrorNoAddress = 99;
    public const int ErrorNetworkUnreachable = 101;
    public const int ErrorConnectionReset = 104;
    public const int ErrorTimedOut = 110;
    public const int ErrorConnectionRefused = 111;
    public const int ErrorNoRoute = 113;
    public const int ErrorInProgress = 115;

    public const int FamilyV4 = 2;
    public const int FamilyV6 = 10;
    public const int AddressV4Size = 16;
    public const int AddressV6Size = 28;
    public const int SocketStream = 1;
    public const int LevelSocket = 1;
    public const int SocketError = 4;
    public const int LevelTcp = 6;
    public const int TcpNoDelay = 1;

    public const int SignalAlarm = 14;
    public const int TimerReal = 0;
    public const int MaskBlock = 0;
    public const int MaskSet = 2;

    public const int SignalHangUp = 1;
    public const int SignalInterrupt = 2;
    public const int SignalQuit = 3;
    public const int SignalKill = 9;
    public const int SignalChild = 17;
    public const int SignalTerminate = 15;
    public const int SignalFileTooLarge = 25;
    public const int WaitNoHang = 1;
    public const int WaitExited = 4;
    public const int WaitNoReap = 0x1000000; // WNOWAIT
    public const int WaitForProcess = 1; // P_PID
    public const int ChildExited = 1; // CLD_EXITED
    public const int GetDescriptorFlags = 1;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int SpawnSetProcessGroup = 2;
    public const int SpawnSetSignalDefault = 4;
    public const int SpawnSetSignalMask = 8;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>The kernel's struct statx, the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int folder, string path, int flags, uint wanted, FileStatus* status);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLink(string path, byte* target, nuint size);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string path, int flags, uint mode);

    /// <summary>The C library's struct tm with glibc's two fields behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BrokenDownTime
    {
        public int Second;
        public int Minute;
        public int Hour;
        public int Day;
        public int MonthFromZero;
        public int YearFrom1900;
        public int DayOfWeek;
        public int DayOfYear;
        public int IsDaylightSaving;
        public nint OffsetSeconds;
        public nint ZoneName;
    }

    [LibraryImport("libc", EntryPoint = "tzset")]
    public static partial void ReadTimeZone();

    [LibraryImport("libc", EntryPoint = "localtime_r")]
    public static partial BrokenDownTime* ToLocalTime(long* unixSeconds, BrokenDownTime* local);

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimerValue
    {
        public nint IntervalSeconds;
        public nint IntervalMicroseconds;
        public nint Seconds;
        public nint Microseconds;
    }

    /// <summary>siginfo_t as waitid(2) fills it, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct ChildStatus
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int Process;

        [FieldOffset(24)]
        public int Status;
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int kind, int process, ChildStatus* status, int options);

    /// <summary>struct ifaddrs, as far as it is needed.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct InterfaceAddress
    {
        public InterfaceAddress* Next;
        public byte* Name;
        public uint Flags;
        public byte* Address;
    }

    [LibraryImport("libc", EntryPoint = "getifaddrs", SetLastError = true)]
    public static partial int GetInterfaceAddresses(InterfaceAddress** first);

    [LibraryImport("libc", EntryPoint = "freeifaddrs")]
    public static partial void FreeInterfaceAddresses(InterfaceAddress* first);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial nint Seek(int descriptor, nint offset, int origin);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "clearenv")]
    public static partial int ClearEnvironment();

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint LoadLibrary(string name, int flags);

    [LibraryImport("libc", EntryPoint = "dlsym", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void* FindSymbol(nint library, string name);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetSocketOption(int descriptor, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    public static partial int GetSocketOption(int descriptor, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "setitimer", SetLastError = true)]
    public static partial int SetTimer(int which, TimerValue* value, TimerValue* old);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    public static partial int ChangeSignalMask(int how, void* signals, void* old);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddSignal(void* signals, int signal);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitProcess(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    public static partial int Spawn(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(void* actions, int target, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    public static partial int SetProcessGroup(void* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSignalDefault(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int FillSignals(void* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(void* signals);

    /// <summary>The reason behind the last failed call, in the system's words.</summary>
    public static string LastErrorText() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
