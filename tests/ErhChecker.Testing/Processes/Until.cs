using System.Diagnostics;

namespace ErhChecker.Testing.Processes;

/// <summary>Waits for conditions. The bound only ends a test that would never end: a slow machine is no failure.</summary>
internal static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds; returns how long that took.</summary>
    public static Task<TimeSpan> TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), () => what);

    /// <summary>The same for a condition that takes its time, and a text that is made when it is needed.</summary>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Bound)
            {
                throw new TimeoutException($"not within {Bound.TotalSeconds} s: {what()}");
            }

            await Task.Delay(Pause);
        }

        return clock.Elapsed;
    }
}
