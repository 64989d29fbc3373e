using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

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
    private int output;
    private int? exitCode;

    private ChildProcess(int process, int output)
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
        var pipe = stackalloc int[2];
        if (Libc.Pipe(pipe, Libc.OpenCloseOnExec) != 0)
        {
            problem = Libc.LastErrorText();
            return null;
        }

        using var arguments = new NativeStrings(command);
        using var variables = new NativeStrings(environment.Select(variable => $"{variable.Key}={variable.Value}"));
        var actions = stackalloc byte[AttributesSize];
        var attributes = stackalloc byte[AttributesSize];
        var signals = stackalloc byte[AttributesSize];
        _ = Libc.InitActions(actions);
        _ = Libc.AddOpen(actions, 0, "/dev/null", Libc.OpenReadOnly, 0);
        _ = Libc.AddDuplicate(actions, pipe[1], 1);
        _ = Libc.AddOpen(actions, 2, "/dev/null", Libc.OpenWriteOnly, 0);
        _ = Libc.InitAttributes(attributes);
        _ = Libc.SetFlags(attributes, Libc.SpawnSetProcessGroup | Libc.SpawnSetSignalDefault | Libc.SpawnSetSignalMask);
        _ = Libc.SetProcessGroup(attributes, 0);
        _ = Libc.FillSignals(signals);
        _ = Libc.SetSignalDefault(attributes, signals); // .NET ignores SIGPIPE: the child must not
        _ = Libc.EmptySignals(signals);
        _ = Libc.SetSignalMask(attributes, signals);
        int child;
        var error = Libc.Spawn(&child, arguments.Pointers[0], actions, attributes, arguments.Pointers, variables.Pointers);
        _ = Libc.DestroyAttributes(attributes);
        _ = Libc.DestroyActions(actions);
        _ = Libc.Close(pipe[1]);
        if (error != 0)
        {
            _ = Libc.Close(pipe[0]);
            problem = Marshal.GetPInvokeErrorMessage(error);
            return null;
        }

        problem = "";
        running = child;
        return new ChildProcess(child, pipe[0]);
    }

    /// <summary>Reads what there is; 0 at the end.</summary>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public int Read(Span<byte> buffer, Deadline deadline)
    {
        while (true)
        {
            Waiting.For(output, Libc.PollIn, deadline);
            fixed (byte* free = buffer)
            {
                var got = Libc.Read(output, free, (nuint)buffer.Length);
                if (got >= 0 || Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
                {
                    return (int)Math.Max(got, 0);
                }
            }
        }
    }

    /// <summary>
    /// The exit code, 128 and more for a signal; null when the deadline came first. What the child still prints is thrown
    /// away, or a full pipe would keep it from ending.
    /// </summary>
    public int? WaitForExit(Deadline deadline)
    {
        Span<byte> unwanted = stackalloc byte[4096];
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

            var waiting = new Libc.PollDescriptor { Descriptor = isOpen ? output : -1, Events = Libc.PollIn };
            if (Libc.Poll(&waiting, 1, deadline.PollTime(ExitSlice)) > 0)
            {
                fixed (byte* free = unwanted)
                {
                    isOpen = Libc.Read(output, free, (nuint)unwanted.Length) > 0;
                }
            }
        }
    }

    /// <summary>
    /// Ends the child and all of its group, what it left behind included; a group that sudo runs as root is beyond an
    /// unprivileged user's reach and ends when its pipe does. The child is reaped after that: until then its number, and so
    /// its group's, is nobody else's.
    /// </summary>
    public void Dispose()
    {
        if (output < 0)
        {
            return;
        }

        lock (Reaping)
        {
            _ = Libc.Kill(-process, Libc.SignalKill);
            running = 0;
            int status;
            _ = Libc.WaitProcess(process, &status, Libc.WaitNoHang);
        }

        _ = Libc.Close(output);
        output = -1;
    }

    /// <summary>
    /// Ends children of this process that have not become another program yet: the system starts a program only when it has
    /// read its file, which may lie on a server that does not respond, and the caller of <see cref="Start"/> waits for that.
    /// </summary>
    public static void KillStarting()
    {
        var children = TextFile.Read($"/proc/self/task/{Environment.ProcessId}/children"); // the main thread's, proc(5)
        var own = ProgramOf("self");
        foreach (var child in children.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Others may have been started by what this process was before it became this program.
            if (own is not null && ProgramOf(child) == own && int.TryParse(child, CultureInfo.InvariantCulture, out var process))
            {
                _ = Libc.Kill(process, Libc.SignalKill);
            }
        }
    }

    /// <summary>Ends the child with its group, for a process that is about to end and has nobody left to do it.</summary>
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
                _ = Libc.Kill(-running, Libc.SignalKill);
            }
        }
        finally
        {
            Reaping.Exit();
        }
    }

    private static string? ProgramOf(string process)
    {
        Span<byte> path = stackalloc byte[4096];
        fixed (byte* first = path)
        {
            var length = Libc.ReadLink($"/proc/{process}/exe", first, (nuint)path.Length);
            return length < 0 ? null : Encoding.UTF8.GetString(path[..(int)length]);
        }
    }

    /// <summary>Whether the child has ended; it is not reaped yet.</summary>
    private bool HasEnded()
    {
        if (exitCode is null)
        {
            Libc.ChildStatus status = default;
            var got = Libc.WaitId(Libc.WaitForProcess, process, &status, Libc.WaitExited | Libc.WaitNoReap | Libc.WaitNoHang);
            if (got == 0 && status.Process == process)
            {
                exitCode = status.Code == Libc.ChildExited ? status.Status : 128 + status.Status;
            }
            else if (got != 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
            {
                exitCode = 255; // reaped by someone else
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
