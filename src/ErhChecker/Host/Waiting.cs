namespace ErhChecker.Host;

/// <summary>Waiting for a file descriptor.</summary>
internal static unsafe class Waiting
{
    /// <summary>The longest that a wait goes on without a look at its deadline, which a signal may have brought forward, in milliseconds.</summary>
    private const int Slice = 20;

    /// <summary>Waits until the descriptor is ready, or broken, which the next call reports.</summary>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public static void For(int descriptor, short events, Deadline deadline)
    {
        do
        {
            deadline.ThrowIfOver(); // first: a peer that never pauses would keep it from being looked at
        }
        while (!TryFor(descriptor, events, deadline));
    }

    /// <summary>Waits until the descriptor is ready or broken; false when the deadline came first. At least looks once.</summary>
    public static bool IsReadyBy(int descriptor, short events, Deadline deadline)
    {
        while (!TryFor(descriptor, events, deadline))
        {
            if (deadline.IsOver)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits for a part of the time until the deadline.</summary>
    /// <param name="milliseconds">At most so long; 20 at the most.</param>
    /// <param name="deadline">The deadline.</param>
    /// <exception cref="OperationCanceledException">The deadline has come.</exception>
    public static void Pause(int milliseconds, Deadline deadline)
    {
        deadline.ThrowIfOver();
        _ = Libc.Poll(null, 0, deadline.PollTime(Math.Min(milliseconds, Slice)));
    }

    private static bool TryFor(int descriptor, short events, Deadline deadline)
    {
        var waiting = new Libc.PollDescriptor { Descriptor = descriptor, Events = events };
        return Libc.Poll(&waiting, 1, deadline.PollTime(Slice)) > 0;
    }
}
