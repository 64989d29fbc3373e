namespace ErhChecker.Host;

/// <summary>
/// The signals that end a run. Native/startup.c blocks them before the runtime starts, so that every thread has them blocked and they wait,
/// even those that the parent ignored.
/// </summary>
internal static unsafe class Signals
{
    /// <summary>Wakes <see cref="Wait"/> and means nothing else.</summary>
    private const int WakeUp = Libc.SIGALRM;

    private const int SetSize = 128; // bytes, glibc's sigset_t
    private const nint Default = 0;
    private const nint Ignored = 1;

    private static readonly byte[] Awaited = new byte[SetSize];

    private static readonly (int Number, string Name)[] Ending =
        [(Libc.SIGTERM, "SIGTERM"), (Libc.SIGINT, "SIGINT"), (Libc.SIGHUP, "SIGHUP"), (Libc.SIGQUIT, "SIGQUIT")];

    /// <summary>
    /// Gives the process the dispositions that a run expects, whatever its parent left. A signal that the parent ignores, as nohup(1) does, ends no
    /// run; SIGTERM always does: keepalived sends it.
    /// </summary>
    public static void Prepare()
    {
        _ = Libc.signal(Libc.SIGTERM, Default);
        _ = Libc.signal(Libc.SIGCHLD, Default); // ignored, the agent's exit code would be lost
        _ = Libc.signal(Libc.SIGPIPE, Ignored); // a reader that is gone is an error of write(2)
        _ = Libc.signal(Libc.SIGXFSZ, Ignored); // a log at its limit fails to be written, no more
        fixed (byte* set = Awaited)
        {
            _ = Libc.sigemptyset(set);
            _ = Libc.sigaddset(set, WakeUp);
            foreach (var (number, _) in Ending)
            {
                Libc.sigaction_buffer action;
                if (Libc.sigaction(number, null, &action) != 0 || action.sa_handler != Ignored)
                {
                    _ = Libc.sigaddset(set, number);
                }
            }
        }
    }

    /// <summary>Waits for a signal that ends a run, for <see cref="Wake"/>, or until the time is over.</summary>
    /// <param name="time">How long.</param>
    /// <returns>The signal's name, or null.</returns>
    public static string? Wait(TimeSpan time)
    {
        var limit = new Libc.timespec { tv_sec = (nint)time.TotalSeconds, tv_nsec = (nint)(time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick) };
        int received;
        fixed (byte* set = Awaited)
        {
            received = Libc.sigtimedwait(set, null, &limit);
        }

        foreach (var (number, name) in Ending)
        {
            if (number == received)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Has <see cref="Wait"/> return now.</summary>
    public static void Wake() => _ = Libc.kill(Environment.ProcessId, WakeUp);

    /// <summary>Gives the signals their default action in this thread, where nobody waits for them.</summary>
    /// <param name="time">After this time SIGALRM ends the process; null for never.</param>
    public static void Release(TimeSpan? time)
    {
        _ = Libc.signal(Libc.SIGALRM, Default);
        _ = Libc.alarm(time is { } limit ? (uint)Math.Min(uint.MaxValue, Math.Ceiling(limit.TotalSeconds)) : 0);
        var none = stackalloc byte[SetSize];
        _ = Libc.sigemptyset(none);
        _ = Libc.pthread_sigmask(Libc.SIG_SETMASK, none, null);
    }
}
