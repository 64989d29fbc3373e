using System.Diagnostics;

namespace ErhChecker.Host;

/// <summary>
/// A moment by which something must be over, on the monotonic clock. Whoever waits looks at it between short waits: no timer,
/// callback or thread is needed to notice it, and so none can be missing.
/// </summary>
internal sealed class Deadline
{
    private readonly Deadline? outer;
    private long end;

    private Deadline(long end, Deadline? outer)
    {
        this.end = end;
        this.outer = outer;
    }

    /// <summary>A deadline that never comes unless <see cref="SetOnce"/> or <see cref="EndNow"/> brings it.</summary>
    public static Deadline Never => new(long.MaxValue, null);

    /// <summary>A deadline that comes after <paramref name="time"/>.</summary>
    /// <param name="time">From now on; 0 or less is over at once.</param>
    public static Deadline After(TimeSpan time) => new(Later(time), null);

    public bool IsOver => (outer is not null && outer.IsOver) || Stopwatch.GetTimestamp() >= Volatile.Read(ref end);

    /// <summary>The time that is left, never below 0.</summary>
    public TimeSpan Left
    {
        get
        {
            var own = Volatile.Read(ref end);
            var left = own == long.MaxValue ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), own);
            left = outer is not null && outer.Left < left ? outer.Left : left;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A deadline for a part of the work: after <paramref name="time"/>, or when this one comes, whichever is first.</summary>
    public Deadline Within(TimeSpan time) => new(Later(time), this);

    /// <summary>Sets the moment, once: without effect where it is set, or has been brought forward to now.</summary>
    /// <param name="time">From now on.</param>
    public void SetOnce(TimeSpan time) => Interlocked.CompareExchange(ref end, Later(time), long.MaxValue);

    /// <summary>Brings it forward to now, unless it has come; may be called from any thread.</summary>
    public void EndNow()
    {
        if (!IsOver)
        {
            Volatile.Write(ref end, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The time until <paramref name="time"/> after it, never below 0; ends around it do not count.</summary>
    public TimeSpan LeftUntil(TimeSpan time)
    {
        var own = Volatile.Read(ref end);
        var left = own == long.MaxValue ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), own) + time;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Throws when it has come.</summary>
    /// <exception cref="OperationCanceledException">It has come.</exception>
    public void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>A bound for one call of <c>poll</c>, in milliseconds: what is left, rounded up, and at most <paramref name="most"/>.</summary>
    public int PollTime(int most) => (int)Math.Min(most, Math.Ceiling(Math.Min(Left.TotalMilliseconds, most)));

    private static long Later(TimeSpan time)
    {
        var ticks = time.TotalSeconds * Stopwatch.Frequency;
        var now = Stopwatch.GetTimestamp();
        return ticks < long.MaxValue - now ? now + (long)ticks : long.MaxValue;
    }
}
