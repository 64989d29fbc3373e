using System.Diagnostics;

namespace ErhChecker.Host;

/// <summary>Steps that are run in order; when one blocks, another thread can go on with the next.</summary>
/// <param name="steps">The steps.</param>
internal sealed class StepSequence(IReadOnlyList<Action> steps)
{
    /// <summary>How long a step may take before another thread goes on with the next one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private int begun;
    private int unfinished = steps.Count;
    private long lastBegun = Stopwatch.GetTimestamp();

    /// <summary>Whether a step that blocks could delay another one.</summary>
    public bool HasSeveral => steps.Count > 1;

    /// <summary>The time until <see cref="IsStuck"/> can be true; forever when all steps are begun.</summary>
    public TimeSpan UntilStuck => Volatile.Read(ref begun) >= steps.Count
        ? TimeSpan.MaxValue
        : Patience - Stopwatch.GetElapsedTime(Volatile.Read(ref lastBegun));

    /// <summary>Whether another thread should <see cref="Run"/> what is not begun; true once, and again only when that one is stuck too.</summary>
    public bool IsStuck()
    {
        if (UntilStuck > TimeSpan.Zero)
        {
            return false;
        }

        Volatile.Write(ref lastBegun, Stopwatch.GetTimestamp());
        return true;
    }

    /// <summary>Runs the steps that no thread has begun.</summary>
    /// <returns>Whether all steps have ended.</returns>
    public bool Run()
    {
        while (Volatile.Read(ref unfinished) > 0)
        {
            Volatile.Write(ref lastBegun, Stopwatch.GetTimestamp());
            var next = Interlocked.Increment(ref begun) - 1;
            if (next >= steps.Count)
            {
                return false;
            }

            try
            {
                steps[next]();
            }
            catch (Exception)
            {
                // Out of memory, for example: the exit code and the other steps are what counts now.
            }

            Interlocked.Decrement(ref unfinished);
        }

        return true;
    }
}
