using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Testing.Processes;

/// <summary>posix_spawn(3), with the names of its man page.</summary>
internal static unsafe partial class PosixSpawn
{
    public const int POSIX_SPAWN_SETPGROUP = 2;
    public const int POSIX_SPAWN_SETSIGDEF = 4;
    public const int POSIX_SPAWN_SETSIGMASK = 8;

    [LibraryImport("libc")]
    public static partial int posix_spawnp(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, SafeFileHandle fd, int newfd);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setpgroup(void* attributes, int group);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int sigfillset(void* signals);
}
