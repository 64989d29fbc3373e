using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>
/// Waits in poll(2), for a part of the time at once: between the parts the caller's <see cref="Deadline"/> is looked at, which
/// a signal may have brought forward.
/// </summary>
internal static unsafe class Poller
{
    private const int Slice = 20; // milliseconds

    /// <summary>Waits until the descriptor is ready, or has an error, which the next call on it reports.</summary>
    /// <param name="events"><see cref="Libc.POLLIN"/> or <see cref="Libc.POLLOUT"/>.</param>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public static void Wait(SafeFileHandle descriptor, short events, Deadline deadline)
    {
        do
        {
            deadline.ThrowIfOver(); // first: a peer that never pauses would keep it from being looked at
        }
        while (!Poll(descriptor, events, deadline));
    }

    /// <summary>Waits until the descriptor is ready or has an error; polls at least once.</summary>
    /// <returns>False when the deadline came first.</returns>
    public static bool TryWait(SafeFileHandle descriptor, short events, Deadline deadline)
    {
        while (!Poll(descriptor, events, deadline))
        {
            if (deadline.IsOver)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits until <paramref name="isReady"/> returns true; its argument is how long it may wait itself, in milliseconds.</summary>
    /// <returns>False when the deadline came first.</returns>
    public static bool TryWait(Func<int, bool> isReady, Deadline deadline)
    {
        while (!isReady(deadline.PollTime(Slice)))
        {
            if (deadline.IsOver)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Poll(SafeFileHandle descriptor, short events, Deadline deadline)
    {
        var polled = new Libc.pollfd { fd = (int)descriptor.DangerousGetHandle(), events = events };
        return Libc.poll(&polled, 1, deadline.PollTime(Slice)) > 0;
    }
}
