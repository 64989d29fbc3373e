using System.Diagnostics;

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// A thread that wants to run every millisecond: how late it comes tells how long this machine lets a thread wait, whether for
/// a processor, for the garbage collection of this process, or because the machine itself stood still.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private const int Period = 1000; // microseconds

    private readonly (long From, long To)[] gaps = new (long From, long To)[8192];
    private readonly Lock adding = new();
    private long count;
    private volatile bool isOver;

    public Heartbeat() => new Thread(Beat) { IsBackground = true, Name = "heartbeat" }.Start();

    /// <summary>The longest that the thread was away at a time between two moments of <see cref="Stopwatch"/>.</summary>
    public TimeSpan Longest(long from, long to)
    {
        lock (adding)
        {
            var longest = 0L;
            foreach (var gap in gaps)
            {
                longest = gap.From < to && gap.To > from ? Math.Max(longest, gap.To - gap.From) : longest;
            }

            return TimeSpan.FromSeconds(longest / (double)Stopwatch.Frequency);
        }
    }

    public void Dispose() => isOver = true;

    private void Beat()
    {
        var last = Stopwatch.GetTimestamp();
        while (!isOver)
        {
            EndingProcess.Pause(Period);
            var now = Stopwatch.GetTimestamp();
            lock (adding)
            {
                gaps[count++ % gaps.Length] = (last, now);
            }

            last = now;
        }
    }
}
