using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// A child in a process group of its own whose standard output is read. .NET's Process cannot make a group, and a late
/// agent has to be ended with all it started.
/// </summary>
internal sealed unsafe class ChildProcess : IDisposable
{
    private const int ExitSlice = 5; // milliseconds between looks at a child that prints nothing
    private const int AttributesSize = 1024; // glibc's posix_spawnattr_t has 336 bytes, its actions 80, a signal set 128

    private static readonly TimeSpan ReapWait = TimeSpan.FromMilliseconds(10);

    /// <summary>Held while a child is reaped: until then its number is its own, and it may be signalled.</summary>
    private static readonly Lock Reaping = new();

    private static volatile int running; // the last child that was started and is not ended, or 0

    private readonly int process;
    private readonly SafeFileHandle output;
    private int? exitCode;

    private ChildProcess(int process, SafeFileHandle output)
    {
        this.process = process;
        this.output = output;
    }

    /// <summary>Starts a program, looked for in PATH unless it is a path; its other streams lead nowhere.</summary>
    /// <param name="command">The program and its arguments; no shell reads them.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="problem">Why it could not be started.</param>
    /// <returns>The child, or null.</returns>
    public static ChildProcess? Start(string[] command, IReadOnlyDictionary<string, string> environment, out string problem)
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            problem = Libc.LastErrorText();
            return null;
        }

        var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        using var writing = new SafeFileHandle(ends[1], ownsHandle: true);

        using var arguments = new NativeStrings(command);
        using var variables = new NativeStrings(environment.Select(variable => $"{variable.Key}={variable.Value}"));
        var actions = stackalloc byte[AttributesSize];
        var attributes = stackalloc byte[AttributesSize];
        var signals = stackalloc byte[AttributesSize];
        _ = Libc.posix_spawn_file_actions_init(actions);
        using var nowhere = StandardStreams.OpenNull();
        _ = Libc.posix_spawn_file_actions_adddup2(actions, nowhere, 0);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, writing, 1);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, nowhere, 2);
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETPGROUP | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
        _ = Libc.posix_spawnattr_setpgroup(attributes, 0);
        _ = Libc.sigfillset(signals);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, signals); // .NET ignores SIGPIPE: the child must not
        _ = Libc.sigemptyset(signals);
        _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
        int child;
        var error = Libc.posix_spawnp(&child, arguments.Pointers[0], actions, attributes, arguments.Pointers, variables.Pointers);
        _ = Libc.posix_spawnattr_destroy(attributes);
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        if (error != 0)
        {
            reading.Dispose();
            problem = Marshal.GetPInvokeErrorMessage(error);
            return null;
        }

        problem = "";
        running = child;
        return new ChildProcess(child, reading);
    }

    /// <summary>Reads what there is; 0 at the end.</summary>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public int Read(Span<byte> buffer, Deadline deadline)
    {
        while (true)
        {
            Poller.Wait(output, Libc.POLLIN, deadline);
            var got = Libc.read(output, buffer);
            if (got >= 0 || Marshal.GetLastPInvokeError() != Libc.EINTR)
            {
                return (int)Math.Max(got, 0);
            }
        }
    }

    /// <summary>
    /// The exit code, 128 and more for a signal; null when the deadline came first. Further output of the child is
    /// discarded, or a full pipe would keep it from ending.
    /// </summary>
    public int? WaitForExit(Deadline deadline)
    {
        Span<byte> discarded = stackalloc byte[4096];
        var isOpen = true;
        while (true)
        {
            if (HasEnded())
            {
                return exitCode;
            }

            if (deadline.IsOver)
            {
                return null;
            }

            var waiting = new Libc.pollfd { fd = isOpen ? (int)output.DangerousGetHandle() : -1, events = Libc.POLLIN };
            if (Libc.poll(&waiting, 1, deadline.PollTime(ExitSlice)) > 0)
            {
                isOpen = Libc.read(output, discarded) > 0;
            }
        }
    }

    /// <summary>
    /// Ends the child and all of its group, what it left behind included; a group that sudo runs as root is beyond an
    /// unprivileged user's reach and ends when its pipe does. The child is reaped after that: until then its number, and so
    /// its group's, cannot be reused.
    /// </summary>
    public void Dispose()
    {
        if (output.IsClosed)
        {
            return;
        }

        lock (Reaping)
        {
            _ = Libc.kill(-process, Libc.SIGKILL);
            running = 0;
            int status;
            _ = Libc.waitpid(process, &status, Libc.WNOHANG);
        }

        output.Dispose();
    }

    /// <summary>
    /// Ends children of this process that have not become another program yet: the system starts a program only when it has
    /// read its file, which may be on a server that does not respond, and the caller of <see cref="Start"/> waits for that.
    /// </summary>
    public static void KillStarting()
    {
        var children = TextFile.Read($"/proc/self/task/{Environment.ProcessId}/children"); // the main thread's, proc(5)
        var (own, ownName) = (ProgramOf("self"), NameOf("self"));
        foreach (var child in children.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Others may have been started by what this process was before it became this program. The kernel does not show the
            // program of a process that can become root again: its name tells them apart too.
            var isStarting = ProgramOf(child) is { } program ? program == own : NameOf(child) == ownName;
            if (isStarting && int.TryParse(child, CultureInfo.InvariantCulture, out var process))
            {
                _ = Libc.kill(process, Libc.SIGKILL);
            }
        }
    }

    /// <summary>Ends the child with its group, for a process that is about to end.</summary>
    public static void KillRunning()
    {
        KillStarting();
        if (!Reaping.TryEnter(ReapWait))
        {
            return; // it is being ended
        }

        try
        {
            if (running != 0)
            {
                _ = Libc.kill(-running, Libc.SIGKILL);
            }
        }
        finally
        {
            Reaping.Exit();
        }
    }

    private static string? ProgramOf(string process) => FileStatus.ReadLink($"/proc/{process}/exe");

    private static string NameOf(string process) => TextFile.Read($"/proc/{process}/comm").Text;

    /// <summary>Whether the child has ended; it is not reaped yet.</summary>
    private bool HasEnded()
    {
        if (exitCode is null)
        {
            Libc.siginfo_t status = default;
            var got = Libc.waitid(Libc.P_PID, process, &status, Libc.WEXITED | Libc.WNOWAIT | Libc.WNOHANG);
            if (got == 0 && status.si_pid == process)
            {
                exitCode = status.si_code == Libc.CLD_EXITED ? status.si_status : 128 + status.si_status;
            }
            else if (got != 0 && Marshal.GetLastPInvokeError() != Libc.EINTR)
            {
                exitCode = 255; // reaped elsewhere
            }
        }

        return exitCode is not null;
    }

    /// <summary>A null-ended array of UTF-8 strings outside the managed heap.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly int count;

        public NativeStrings(IEnumerable<string> strings)
        {
            var all = strings.Select(Encoding.UTF8.GetBytes).ToArray();
            count = all.Length;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
            for (var at = 0; at < count; at++)
            {
                Pointers[at] = (byte*)NativeMemory.AllocZeroed((nuint)all[at].Length + 1);
                all[at].CopyTo(new Span<byte>(Pointers[at], all[at].Length));
            }
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var at = 0; at < count; at++)
            {
                NativeMemory.Free(Pointers[at]);
            }

            NativeMemory.Free(Pointers);
        }
    }
}
