using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ErhChecker.Host;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// A process that is watched closely: when its supervisor runs, when a signal is sent, when it ends. The thread that
/// starts it also waits for it, and with root's rights at a higher priority: its own waits must not count as the process's.
/// </summary>
internal sealed unsafe partial class EndingProcess : IDisposable
{
    private const int StructSize = 1024; // bytes, more than any of glibc's
    private const int Urgent = -10;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly SafeFileHandle descriptor;

    private EndingProcess(int id)
    {
        Id = id;
        descriptor = OpenProcess(id, 0);
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>When it was started; all times are <see cref="Stopwatch"/>'s.</summary>
    public long Started { get; private init; }

    /// <summary>When its supervisor was first seen; 0 when it ended earlier.</summary>
    public long Ready { get; private set; }

    /// <summary>Starts a program in a process group of its own, with no signal ignored or blocked.</summary>
    /// <param name="command">The path and the arguments.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="output">The file for standard output.</param>
    /// <param name="error">The file for standard error, or null for <paramref name="errorPipe"/>.</param>
    /// <param name="errorPipe">A descriptor of this process.</param>
    public static EndingProcess Start(IReadOnlyList<string> command, IReadOnlyList<string> variables, string output, string? error, SafeFileHandle errorPipe)
    {
        const int create = Libc.O_WRONLY | Libc.O_CREAT | 0x200; // O_TRUNC
        using var arguments = new NativeStrings(command);
        using var environment = new NativeStrings(variables);
        var actions = stackalloc byte[StructSize];
        var attributes = stackalloc byte[StructSize];
        var signals = stackalloc byte[StructSize];
        _ = PosixSpawn.posix_spawn_file_actions_init(actions);
        _ = PosixSpawn.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", Libc.O_RDONLY, 0);
        _ = PosixSpawn.posix_spawn_file_actions_addopen(actions, 1, output, create, 0x180);
        _ = error is null ? PosixSpawn.posix_spawn_file_actions_adddup2(actions, errorPipe, 2) : PosixSpawn.posix_spawn_file_actions_addopen(actions, 2, error, create, 0x180);
        _ = PosixSpawn.posix_spawnattr_init(attributes);
        _ = PosixSpawn.posix_spawnattr_setflags(attributes, PosixSpawn.POSIX_SPAWN_SETPGROUP | PosixSpawn.POSIX_SPAWN_SETSIGDEF | PosixSpawn.POSIX_SPAWN_SETSIGMASK);
        _ = PosixSpawn.posix_spawnattr_setpgroup(attributes, 0);
        _ = PosixSpawn.sigfillset(signals);
        _ = PosixSpawn.posix_spawnattr_setsigdefault(attributes, signals);
        _ = Libc.sigemptyset(signals);
        _ = PosixSpawn.posix_spawnattr_setsigmask(attributes, signals);
        _ = SetPriority(0, 0, 0); // the child inherits it
        int child;
        var started = Stopwatch.GetTimestamp();
        var failed = PosixSpawn.posix_spawnp(&child, arguments.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
        _ = SetPriority(0, 0, Urgent);
        _ = PosixSpawn.posix_spawnattr_destroy(attributes);
        _ = PosixSpawn.posix_spawn_file_actions_destroy(actions);
        return failed == 0
            ? new EndingProcess(child) { Started = started }
            : throw new InvalidOperationException($"{command[0]} cannot be started: error {failed}");
    }

    /// <summary>Waits until its supervisor waits for signals; false when it has ended.</summary>
    public bool AwaitReady(int sliceMicroseconds)
    {
        while (!HasEnded(TimeSpan.Zero))
        {
            if (ProcessStatus.HasThread(Id, "supervisor"))
            {
                Ready = Stopwatch.GetTimestamp();
                return true;
            }

            Pause(sliceMicroseconds);
        }

        return false;
    }

    /// <summary>Sends a signal; the process is not reaped yet, so the number is its own.</summary>
    /// <returns>When.</returns>
    public long Send(int signal)
    {
        var now = Stopwatch.GetTimestamp();
        _ = Libc.kill(Id, signal);
        return now;
    }

    /// <summary>Waits for its end and reaps it.</summary>
    public EndingEnd Wait()
    {
        var isHung = !HasEnded(Limit);
        var ended = Stopwatch.GetTimestamp();
        if (isHung)
        {
            _ = Libc.kill(Id, Libc.SIGKILL);
            _ = HasEnded(Limit);
        }

        var waited = new byte[256];
        var length = ReadAll($"/proc/{Id}/schedstat", waited); // the main thread's: time on a processor, time in the queue, turns
        var fields = Encoding.ASCII.GetString(waited, 0, length).Split(' ');
        int status;
        while (Libc.waitpid(Id, &status, 0) != Id)
        {
            // Interrupted.
        }

        var signal = status & 0x7f;
        return new(
            signal == 0 ? (status >> 8) & 0xff : 128 + signal, ended, isHung,
            TimeSpan.FromMicroseconds(fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) / 1000.0 : 0));
    }

    public void Dispose()
    {
        descriptor.Dispose();
        _ = SetPriority(0, 0, 0);
    }

    /// <summary>Sleeps.</summary>
    public static void Pause(int microseconds)
    {
        var time = stackalloc nint[2] { microseconds / 1_000_000, microseconds % 1_000_000 * 1000 };
        _ = Sleep(time, null);
    }

    /// <summary>A pipe that nobody reads and that is full; its writing end.</summary>
    public static SafeFileHandle FullPipe()
    {
        const int setSize = 1031; // F_SETPIPE_SZ
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            throw new InvalidOperationException(Libc.LastErrorText());
        }

        var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        var size = SetPipeSize(writing, setSize, 4096);
        if (!DescriptorWriter.TryWrite(writing, new byte[size], out _))
        {
            throw new InvalidOperationException(Libc.LastErrorText());
        }

        return writing; // the reading end stays open as long as this process
    }

    private bool HasEnded(TimeSpan wait)
    {
        var waiting = new Libc.pollfd { fd = (int)descriptor.DangerousGetHandle(), events = Libc.POLLIN };
        return Libc.poll(&waiting, 1, (int)wait.TotalMilliseconds) > 0;
    }

    private static int ReadAll(string path, byte[] buffer)
    {
        using var file = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (file.IsInvalid)
        {
            return 0;
        }

        fixed (byte* free = buffer)
        {
            return (int)Math.Max(0, Libc.read(file, free, (nuint)buffer.Length));
        }
    }

    [LibraryImport("libc", EntryPoint = "pidfd_open")]
    private static partial SafeFileHandle OpenProcess(int process, uint flags);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(nint* time, nint* left);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int SetPipeSize(SafeFileHandle descriptor, int command, int size);
}

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">The exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="At">When.</param>
/// <param name="IsHung">Whether it had to be killed.</param>
/// <param name="Queued">How long its main thread was ready to run and had no processor.</param>
internal sealed record EndingEnd(int ExitCode, long At, bool IsHung, TimeSpan Queued);
