using System.Diagnostics;
using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker;

/// <summary>The check's one clock: it ends the check when its time is over or a signal asks for it.</summary>
internal sealed class EndGuard : IDisposable
{
    /// <summary>What a cancelled check is given to say its line before it is ended without one of its own.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly long started = Stopwatch.GetTimestamp();
    // Never disposed: a timer's or a signal's thread may hold them until the process ends.
#pragma warning disable CA2213
    private readonly CancellationTokenSource ending = new();
    private readonly ManualResetEventSlim done = new();
#pragma warning restore CA2213

    private readonly List<PosixSignalRegistration> signals = [];
    private TimeSpan timeout = Timeout.InfiniteTimeSpan;
    private int exitCode = 1;
    private volatile bool decided;

    /// <summary>Cancelled at the deadline and by a signal.</summary>
    public CancellationToken Token => ending.Token;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>The signal that asked for the end, or null.</summary>
    public string? Signal { get; private set; }

    /// <summary>Takes the signals that keepalived, an operator or a terminal may send.</summary>
    public void WatchSignals()
    {
        Signals.Heed(Libc.SignalTerminate);
        Watch(PosixSignal.SIGTERM, "SIGTERM");
        Watch(PosixSignal.SIGINT, "SIGINT");
        Watch(PosixSignal.SIGHUP, "SIGHUP");
        Watch(PosixSignal.SIGQUIT, "SIGQUIT");
    }

    /// <summary>
    /// Sets the deadline: the system's own timer, told by a signal. A .NET timer would start a thread, and the check wait
    /// until that has had its turn on a busy host.
    /// </summary>
    /// <param name="time">The time for the whole check, from its start.</param>
    public void SetDeadline(TimeSpan time)
    {
        timeout = time;
        Signals.Heed(Libc.SignalAlarm);
        Watch((PosixSignal)Libc.SignalAlarm, null);
        HostTimer.Start(time - Elapsed);
    }

    /// <summary>From here on the exit code stands, however long it may take to write what was found.</summary>
    /// <param name="code">The exit code.</param>
    public void Decided(int code)
    {
        exitCode = code;
        decided = true;
    }

    public void Dispose()
    {
        done.Set();
        HostTimer.Stop();
        foreach (var signal in signals)
        {
            signal.Dispose();
        }
    }

    private void Watch(PosixSignal signal, string? name) => signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        End(name);
    }));

    private void End(string? signal)
    {
        Signal ??= signal;
        try
        {
            // Here, not on another thread of the pool: on a host with one processor there is no other.
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
        var why = signal is null ? $"its {timeout.TotalSeconds:0.###} s were over" : $"{signal} asked for it";
        var what = decided ? "the decision stands, but what was found could not all be written: the check" : "unreachable: the check";
        StandardStreams.WriteError($"ERROR - {what} was ended after {Elapsed.TotalMilliseconds:0} ms because {why}, while it waited for the system; exit {exitCode}\n");
        Libc.ExitNow(exitCode);
    }
}
