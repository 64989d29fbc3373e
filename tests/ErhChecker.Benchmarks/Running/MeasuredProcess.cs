using System.Diagnostics;
using System.Text;

namespace ErhChecker.Benchmarks.Running;

/// <summary>A process whose streams lead nowhere and whose use of the system is counted at its end.</summary>
internal sealed unsafe class MeasuredProcess
{
    private const int ActionsSize = 1024; // bytes; glibc's has 80

    private readonly long started;

    private MeasuredProcess(Contender contender)
    {
        using var arguments = new NativeStrings(contender.Command);
        using var variables = new NativeStrings(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", .. contender.Variables]);
        var actions = stackalloc byte[ActionsSize];
        _ = Libc.InitActions(actions);
        _ = Libc.AddOpen(actions, 0, "/dev/null", Libc.ReadOnly, 0);
        _ = Libc.AddOpen(actions, 1, "/dev/null", Libc.WriteOnly, 0);
        _ = Libc.AddOpen(actions, 2, "/dev/null", Libc.WriteOnly, 0);
        int child;
        started = Stopwatch.GetTimestamp();
        var error = Libc.Spawn(&child, arguments.Pointers[0], actions, null, arguments.Pointers, variables.Pointers);
        _ = Libc.DestroyActions(actions);
        Id = error == 0 ? child : throw new InvalidOperationException($"{contender.Command[0]} cannot be started: error {error}");
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Starts a program.</summary>
    public static MeasuredProcess Start(Contender contender) => new(contender);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than it must.</exception>
    public static Sample Run(Contender contender) => Start(contender).Wait(contender);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than it must.</exception>
    public Sample Wait(Contender contender)
    {
        var sample = Wait();
        return contender.ExitCode is not { } wanted || sample.ExitCode == wanted
            ? sample
            : throw new InvalidOperationException($"{contender.Name} ended with {sample.ExitCode} instead of {wanted}: {string.Join(' ', contender.Command)}");
    }

    /// <summary>Waits for its end, whatever it is.</summary>
    public Sample Wait()
    {
        int status;
        Libc.Usage usage;
        while (Libc.Wait(Id, &status, 0, &usage) != Id)
        {
            // Interrupted.
        }

        var wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var cpu = ((usage.UserSeconds + usage.SystemSeconds) * 1000) + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1000.0);
        var exitCode = (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
        return new Sample(wall, cpu, usage.MinorFaults, usage.MajorFaults, exitCode);
    }

    /// <summary>Ends it.</summary>
    public void Kill()
    {
        _ = Libc.Signal(Id, Libc.Kill);
        _ = Wait();
    }

    /// <summary>Strings as C has them: ends with a null pointer.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly List<System.Runtime.InteropServices.GCHandle> kept = [];

        public NativeStrings(IReadOnlyList<string> texts)
        {
            var pointers = new nint[texts.Count + 1];
            for (var at = 0; at < texts.Count; at++)
            {
                pointers[at] = Keep(Encoding.UTF8.GetBytes(texts[at] + '\0'));
            }

            Pointers = (byte**)Keep(pointers);
        }

        public byte** Pointers { get; }

        public void Dispose() => kept.ForEach(handle => handle.Free());

        private nint Keep(object array)
        {
            var handle = System.Runtime.InteropServices.GCHandle.Alloc(array, System.Runtime.InteropServices.GCHandleType.Pinned);
            kept.Add(handle);
            return handle.AddrOfPinnedObject();
        }
    }
}
