using System.Diagnostics;
using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker;

/// <summary>
/// The check's one clock: it ends the check when its time is over or a signal asks for it. It has a thread of its own: on a
/// host with one processor the thread pool has one thread, and who waits there keeps all others from being told.
/// </summary>
internal sealed class EndGuard : IDisposable
{
    /// <summary>What a cancelled check is given to say its line before it is ended without one of its own.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly long started = Stopwatch.GetTimestamp();
    // Never disposed: the guard's or a signal's thread may hold them until the process ends.
#pragma warning disable CA2213
    private readonly CancellationTokenSource ending = new();
    private readonly ManualResetEventSlim asked = new();
    private readonly ManualResetEventSlim done = new();
#pragma warning restore CA2213

    private readonly List<PosixSignalRegistration> signals = [];
    private TimeSpan timeout = Timeout.InfiniteTimeSpan;
    private int exitCode = 1;
    private bool decided;

    /// <summary>Cancelled at the deadline and by a signal.</summary>
    public CancellationToken Token => ending.Token;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>The signal that asked for the end, or null.</summary>
    public string? Signal { get; private set; }

    /// <summary>Takes the signals that keepalived, an operator or a terminal may send.</summary>
    public void WatchSignals()
    {
        Watch(PosixSignal.SIGTERM, "SIGTERM");
        Watch(PosixSignal.SIGINT, "SIGINT");
        Watch(PosixSignal.SIGHUP, "SIGHUP");
        Watch(PosixSignal.SIGQUIT, "SIGQUIT");
    }

    /// <summary>Sets the deadline.</summary>
    /// <param name="time">The time for the whole check, from its start.</param>
    public void SetDeadline(TimeSpan time)
    {
        timeout = time;
        try
        {
            new Thread(Guard, maxStackSize: 256 * 1024) { IsBackground = true, Name = "deadline" }.Start();
        }
        catch (OutOfMemoryException)
        {
            // No thread is to be had: the system's own clock ends the program then, without a line.
            _ = Libc.Alarm((uint)Math.Min(Math.Ceiling(time.TotalSeconds), int.MaxValue));
        }
    }

    /// <summary>From here on the exit code stands, however long it may take to write what was found.</summary>
    /// <param name="code">The exit code.</param>
    public void Decided(int code)
    {
        exitCode = code;
        Volatile.Write(ref decided, true);
    }

    public void Dispose()
    {
        done.Set();
        asked.Set();
        foreach (var signal in signals)
        {
            signal.Dispose();
        }
    }

    private void Watch(PosixSignal signal, string name) => signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Signal ??= name;
        asked.Set();
    }));

    private void Guard()
    {
        var left = timeout - Elapsed;
        asked.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (done.IsSet)
        {
            return;
        }

        _ = Libc.Alarm(2); // should even this thread get stuck
        try
        {
            ending.Cancel();
        }
        catch (AggregateException)
        {
            // What could not be cancelled is waited for no longer than the rest.
        }

        if (done.Wait(Grace))
        {
            return;
        }

        // Something that cannot be cancelled, such as a file on a server that is gone.
        var why = Signal is { } signal ? $"{signal} asked for it" : $"its {timeout.TotalSeconds:0.###} s were over";
        var isDecided = Volatile.Read(ref decided);
        var what = isDecided ? "ERROR - the decision stands, but what was found could not all be written: the check was" : "ERROR - unreachable: the check was";
        StandardStreams.WriteError($"{what} ended after {Elapsed.TotalMilliseconds:0} ms because {why}, while it waited for the system; exit {exitCode}\n");
        Libc.ExitNow(exitCode);
    }
}
