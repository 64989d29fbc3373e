using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// A child in a process group of its own whose standard output is read. .NET's Process cannot make a group, and a late
/// agent has to be ended with all it started.
/// </summary>
internal sealed unsafe partial class ChildProcess : IDisposable
{
    private const int ExitSlice = 5; // milliseconds between looks at a child that prints nothing
    private const string UsualPath = "/bin:/usr/bin"; // execvp(3)

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

    /// <summary>
    /// Starts a program, looked for in PATH unless it is a path; its other streams lead nowhere. The system starts a program only
    /// when it has read its file, which may be on a server that does not respond: a child that is late is ended.
    /// </summary>
    /// <param name="command">The program and its arguments; no shell reads them.</param>
    /// <param name="limit">Until when to wait for the start.</param>
    /// <param name="problem">Why it could not be started; empty when it was.</param>
    /// <returns>The child, or null.</returns>
    public static ChildProcess? Start(string[] command, IReadOnlyDictionary<string, string> environment, Deadline limit, out string problem)
    {
        if (!TryOpenPipe(out var output, out var outputOfChild) || !TryOpenPipe(out var failure, out var failureOfChild))
        {
            problem = Libc.strerror(Libc.errno());
            output.Dispose();
            return null;
        }

        ChildProcess? child = null;
        using (failure)
        {
            using (outputOfChild)
            using (failureOfChild)
            {
                string?[] variables = [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];
                lock (Reaping)
                {
                    running = Math.Max(Spawn([.. PathsOf(command[0], environment), null], [.. command, null], variables, outputOfChild, failureOfChild), 0);
                    problem = running == 0 ? Libc.strerror(Libc.errno()) : "";
                    child = running == 0 ? null : new ChildProcess(running, output);
                }
            }

            problem = child is null ? problem : WhyNotStarted(failure, limit);
        }

        if (problem.Length == 0)
        {
            return child;
        }

        child?.Dispose();
        output.Dispose();
        return null;
    }

    /// <summary>Reads what there is; 0 at the end.</summary>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public int Read(Span<byte> buffer, Deadline deadline)
    {
        while (true)
        {
            Poller.Wait(output, Libc.POLLIN, deadline);
            var got = Libc.read(output, buffer);
            if (got >= 0 || Libc.errno() != Libc.EINTR)
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

    /// <summary>Ends the child with its group, for a process that is about to end.</summary>
    public static void KillRunning()
    {
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

    /// <summary>What a program's name may stand for, as for execvp(3).</summary>
    private static IEnumerable<string> PathsOf(string program, IReadOnlyDictionary<string, string> environment) =>
        program.Length == 0 || program.Contains('/', StringComparison.Ordinal)
            ? [program]
            : environment.GetValueOrDefault("PATH", UsualPath).Split(':').Select(folder => folder.Length == 0 ? program : $"{folder}/{program}");

    private static bool TryOpenPipe(out SafeFileHandle reading, out SafeFileHandle writing)
    {
        var ends = stackalloc int[] { -1, -1 };
        var isOpen = Libc.pipe2(ends, Libc.O_CLOEXEC) == 0;
        (reading, writing) = (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
        return isOpen;
    }

    /// <summary>Waits until the child has become the program, and with that closed its end of the pipe.</summary>
    private static string WhyNotStarted(SafeFileHandle failure, Deadline limit)
    {
        if (!Poller.TryWait(failure, Libc.POLLIN, limit))
        {
            return "no response in time";
        }

        int error;
        return Libc.read(failure, (byte*)&error, sizeof(int)) == sizeof(int) ? Libc.strerror(error) : "";
    }

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
            else if (got != 0 && Libc.errno() != Libc.EINTR)
            {
                exitCode = 255; // reaped elsewhere
            }
        }

        return exitCode is not null;
    }

    /// <summary>Native/spawn.c, linked into the program; a library of its own beside the tests.</summary>
    [LibraryImport("erhchecker_native", EntryPoint = "erhchecker_spawn", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5393", Justification = "Only tests load it: the program has it linked in.")]
    private static partial int Spawn(string?[] paths, string?[] arguments, string?[] environment, SafeFileHandle output, SafeFileHandle failure);
}
