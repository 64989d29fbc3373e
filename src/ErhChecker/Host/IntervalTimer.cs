namespace ErhChecker.Host;

/// <summary>The process's real-time interval timer, setitimer(2): it sends SIGALRM once.</summary>
internal static unsafe class IntervalTimer
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Starts the timer, or sets it anew.</summary>
    /// <param name="time">The time until SIGALRM; 0 or less sends it at once.</param>
    public static void Start(TimeSpan time) => Set(Math.Max(1, (long)time.TotalMicroseconds)); // 0 would stop it

    /// <summary>Stops the timer.</summary>
    public static void Stop() => Set(0);

    private static void Set(long microseconds)
    {
        var value = new Libc.itimerval
        {
            it_value_sec = (nint)(microseconds / MicrosecondsPerSecond),
            it_value_usec = (nint)(microseconds % MicrosecondsPerSecond),
        };
        _ = Libc.setitimer(Libc.ITIMER_REAL, &value, null);
    }
}
