namespace ErhChecker.Host;

/// <summary>The system's timer of this process, which sends SIGALRM once.</summary>
internal static unsafe class HostTimer
{
    /// <summary>Starts it.</summary>
    /// <param name="time">The time until the signal; none left is as short as can be.</param>
    public static void Start(TimeSpan time)
    {
        var microseconds = Math.Max(1, (long)time.TotalMicroseconds);
        Set(microseconds / 1_000_000, microseconds % 1_000_000);
    }

    /// <summary>Stops it.</summary>
    public static void Stop() => Set(0, 0);

    private static void Set(long seconds, long microseconds)
    {
        var value = new Libc.TimerValue { Seconds = (nint)seconds, Microseconds = (nint)microseconds };
        _ = Libc.SetTimer(Libc.TimerReal, &value, null);
    }
}
