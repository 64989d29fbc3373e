using ErhChecker.Settings;

namespace ErhChecker.History;

/// <summary>An event in its place among the others.</summary>
/// <param name="Before">The state of the check, instance or group before it; null when unknown or the same.</param>
internal sealed record TimelineEntry(ReadEvent Read, string? Before);

/// <summary>Merges events into one story.</summary>
internal static class Timeline
{
    /// <summary>
    /// Orders the events by time, and as they were read where times are the same. A check that found the state that its host already
    /// had is left out: the first one after a rotation, and the second one of two that ran at once.
    /// </summary>
    /// <param name="since">The first moment to show; null for all.</param>
    /// <param name="until">The last second to show; null for all.</param>
    public static IEnumerable<TimelineEntry> Merge(IEnumerable<ReadEvent> events, DateTimeOffset? since, DateTimeOffset? until)
    {
        var checks = new Dictionary<string, string>(StringComparer.Ordinal);
        var instances = new Dictionary<(string Host, string Type, string Name), string>();
        foreach (var read in events.OrderBy(read => read.Event.Time))
        {
            string? before;
            if (read.Event is CheckEvent check)
            {
                before = checks.GetValueOrDefault(check.Host);
                if (before == check.State)
                {
                    continue;
                }

                checks[check.Host] = check.State;
                before ??= check.PreviousState;
            }
            else
            {
                var vrrp = (VrrpEvent)read.Event;
                before = instances.GetValueOrDefault((vrrp.Host, vrrp.Type, vrrp.Name));
                instances[(vrrp.Host, vrrp.Type, vrrp.Name)] = vrrp.State;
                before = before == vrrp.State ? null : before;
            }

            if ((since is null || read.Event.Time >= since) && (until is null || read.Event.Time < until.Value.AddSeconds(1)))
            {
                yield return new(read, before);
            }
        }
    }

    /// <summary>The moment that a bound means.</summary>
    /// <param name="now">The current time, in the local zone.</param>
    /// <param name="momentsOf">The moments at which the local clock shows a time, in their order.</param>
    /// <param name="isLast">Whether to take the later one, where the clock shows a time twice.</param>
    public static DateTimeOffset? Resolve(TimeBound? bound, DateTimeOffset now, Func<DateTime, IReadOnlyList<DateTimeOffset>> momentsOf, bool isLast)
    {
        switch (bound)
        {
            case TimeBound.Ago ago:
                return now - ago.Duration;
            case TimeBound.At { Offset: { } offset } at:
                return new DateTimeOffset(at.Time, offset);
            case TimeBound.At at:
                var moments = momentsOf(at.Time);
                return isLast ? moments[^1] : moments[0];
            case TimeBound.Last last:
                // Of today and the days before, the last one that has come.
                return Enumerable.Range(0, 3)
                    .SelectMany(days => momentsOf(now.Date.AddDays(-days) + last.Time.ToTimeSpan()))
                    .Where(moment => moment <= now).DefaultIfEmpty(now).Max();
            default:
                return null;
        }
    }
}
