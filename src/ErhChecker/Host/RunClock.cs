using System.Diagnostics;

namespace ErhChecker.Host;

/// <summary>A run's time: since its start, until its deadline, and the signal that ended it.</summary>
internal sealed class RunClock
{
    private readonly long started = Stopwatch.GetTimestamp();
    private volatile string? signal;

    /// <summary>The deadline; it never comes before <see cref="Limit"/> or <see cref="End"/> is called.</summary>
    public Deadline Deadline { get; } = Deadline.Never;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>The signal that ended the run, or null.</summary>
    public string? Signal => signal;

    /// <summary>Sets the deadline, once.</summary>
    /// <param name="time">From the start.</param>
    public void Limit(TimeSpan time) => Deadline.SetOnce(time - Elapsed);

    /// <summary>A signal ends the run: the deadline comes now.</summary>
    public void End(string signal)
    {
        this.signal ??= signal;
        Deadline.EndNow();
    }
}
