namespace ErhChecker.Host;

/// <summary>Waiting for a file descriptor.</summary>
internal static unsafe class Waiting
{
    /// <summary>The longest that a wait goes on after it was cancelled, in milliseconds.</summary>
    private const int Slice = 20;

    /// <summary>Waits until the descriptor is ready, or broken, which the next call tells.</summary>
    /// <exception cref="OperationCanceledException">Cancelled first.</exception>
    public static void For(int descriptor, short events, CancellationToken cancelled)
    {
        do
        {
            cancelled.ThrowIfCancellationRequested();
        }
        while (!IsReady(descriptor, events));
    }

    private static bool IsReady(int descriptor, short events)
    {
        var waiting = new Libc.PollDescriptor { Descriptor = descriptor, Events = events };
        return Libc.Poll(&waiting, 1, Slice) > 0;
    }
}
