using ErhChecker.Host;

namespace ErhChecker.Wait;

/// <summary>Looks once a second until what is waited for is there.</summary>
/// <param name="deadline">Until when.</param>
/// <param name="isOnce">Whether to look once only.</param>
/// <param name="look">Looks once, until a deadline.</param>
/// <param name="show">Takes what each look found.</param>
internal sealed class Waiting(Deadline deadline, bool isOnce, Func<Deadline, Observation> look, Action<string> show)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile Observation? last;

    public string Last => last?.Text ?? "nothing yet";

    /// <summary>Whether it is there.</summary>
    public bool IsReached => last is { IsReached: true };

    /// <summary>Looks until it is there, or the deadline has come; at least once.</summary>
    public void Run()
    {
        while (true)
        {
            var next = deadline.Within(Interval);
            var found = look(deadline);
            last = deadline.IsOver && !found.IsReached && last is not null ? last : found; // a look that was cut short tells less
            show(last.Text);
            if (last.IsReached || isOnce || !TrySleepUntil(next))
            {
                return;
            }
        }
    }

    /// <returns>False when the deadline comes first.</returns>
    private bool TrySleepUntil(Deadline next)
    {
        _ = Poller.TryWait(
            wait =>
            {
                Thread.Sleep(wait);
                return false;
            },
            next);
        return !deadline.IsOver;
    }
}
