using System.Runtime.InteropServices;
using System.Text;

namespace ErhChecker.Host;

/// <summary>
/// A child in a process group of its own whose standard output is read. .NET's Process cannot make a group, and a late
/// agent has to be ended with all it started.
/// </summary>
internal sealed unsafe class ChildProcess : IDisposable
{
    private const int AttributesSize = 1024; // glibc's posix_spawnattr_t has 336 bytes, its actions 80, a signal set 128

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
        return new ChildProcess(child, pipe[0]);
    }

    /// <summary>Reads what there is; 0 at the end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled first.</exception>
    public int Read(Span<byte> buffer, CancellationToken cancelled)
    {
        while (true)
        {
            Waiting.For(output, Libc.PollIn, cancelled);
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

    /// <summary>The exit code, 128 and more for a signal; null when cancelled first.</summary>
    public int? WaitForExit(CancellationToken cancelled)
    {
        while (!Reap())
        {
            if (cancelled.WaitHandle.WaitOne(5))
            {
                return null;
            }
        }

        return cancelled.IsCancellationRequested ? null : exitCode;
    }

    /// <summary>
    /// Ends the child and all of its group, what it left behind included; a group that sudo runs as root is beyond an
    /// unprivileged user's reach and ends when its pipe does.
    /// </summary>
    public void Kill() => _ = Libc.Kill(-process, Libc.SignalKill);

    public void Dispose()
    {
        Kill();
        _ = Reap();
        if (output >= 0)
        {
            _ = Libc.Close(output);
            output = -1;
        }
    }

    private bool Reap()
    {
        if (exitCode is not null)
        {
            return true;
        }

        int status;
        var ended = Libc.WaitProcess(process, &status, Libc.WaitNoHang);
        if (ended == process)
        {
            exitCode = (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
        }
        else if (ended < 0 && Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
        {
            exitCode = 255; // reaped by nobody we know
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
