using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>Judges what a failed check does to each instance: keepalived's vrrp_track.c and vrrp.c.</summary>
/// <param name="config">The configuration.</param>
/// <param name="version">keepalived's version, or null.</param>
/// <param name="report">Takes what was found.</param>
internal sealed class TrackingFindings(KeepalivedConfig config, KeepalivedVersion? version, PreflightReport report)
{
    private const string Name = "tracking";
    private const int MaxLines = 20; // a script

    private readonly ILookup<string, VrrpInstance> groups = config.Instances
        .Where(each => each.IsGroup && each.FirstPlace is null)
        .SelectMany(group => group.Members.Distinct(StringComparer.Ordinal).Select(member => (member, group)))
        .ToLookup(each => each.member, each => each.group, StringComparer.Ordinal);

    private readonly IReadOnlyList<VrrpInstance> instances = [.. WithEmptyGroups(config.Instances)];
    private readonly HashSet<string> tracking = new(StringComparer.Ordinal);

    /// <summary>Judges every check, and every instance without one.</summary>
    /// <param name="checks">The scripts that run this program.</param>
    public void Judge(IReadOnlyList<VrrpScript> checks)
    {
        foreach (var check in checks)
        {
            Judge(check);
        }

        var others = config.Instances.Where(each => !each.IsGroup && each.FirstPlace is null && !tracking.Contains(each.Name)).ToList();
        foreach (var other in others.Take(tracking.Count == 0 ? 0 : MaxLines))
        {
            report.Warn(
                Name,
                $"{other.Title} tracks no erhchecker: its VIP stays on this host whatever a check finds",
                $"Add to the block at {other.Place}:\n\ttrack_script {{\n\t    {checks[0].Name}\n\t}}");
        }
    }

    private static IEnumerable<VrrpInstance> WithEmptyGroups(IReadOnlyList<VrrpInstance> all)
    {
        var names = all.Where(each => !each.IsGroup).Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        return all.Where(each => !each.IsGroup || !each.Members.Any(names.Contains));
    }

    private void Judge(VrrpScript check)
    {
        if (check.FirstPlace is { } first)
        {
            report.Fail(
                Name,
                $"vrrp_script {check.Name} at {check.Place} is never run: keepalived uses the first block of this name, at {first}",
                "Give the scripts different names, and track this one.");
            return;
        }

        var before = report.Findings.Length;
        var lines = 0;
        foreach (var (instance, tracker, line) in Trackers(check.Name))
        {
            if (++lines > MaxLines)
            {
                tracking.Add(instance.Name);
                continue;
            }

            Judge(check, instance, tracker, line);
        }

        if (lines > MaxLines)
        {
            report.Ok(Name, $"vrrp_script {check.Name} is tracked by others, too, which are not listed");
        }
        else if (report.Findings.Length == before)
        {
            report.Fail(
                Name,
                $"no vrrp_instance tracks vrrp_script {check.Name}: its exit code decides nothing",
                $"Add to the vrrp_instance:\n\ttrack_script {{ {check.Name} }}");
        }
    }

    /// <summary>Each instance with the line that tracks a script, its own or that of its group; a group without a member alone.</summary>
    private IEnumerable<(VrrpInstance Instance, VrrpInstance Tracker, TrackLine Line)> Trackers(string script) => instances
        .SelectMany(instance => (IEnumerable<VrrpInstance>)[instance, .. groups[instance.IsGroup ? "" : instance.Name]], (instance, tracker) => (instance, tracker))
        .SelectMany(each => each.tracker.Scripts.Where(line => line.Script == script), (each, line) => (each.instance, each.tracker, line));

    private void Judge(VrrpScript check, VrrpInstance instance, VrrpInstance tracker, TrackLine line)
    {
        var tracked = check.Weight.Tracked(line.Words);
        var problem = tracked is { } weight
            ? WhyDropped(check, instance, tracker) ?? WhyWithoutEffect(instance, tracker, weight, line)
            : ($"{tracker.Title}: keepalived ignores '{line.Text}' at {line.Place}, and does not run vrrp_script {check.Name} for it",
                $"Write '{check.Name}' or '{check.Name} weight NUMBER' on a line of its own.");
        if (problem is { } found)
        {
            report.Fail(Name, found.Text, found.Remedy);
            return;
        }

        tracking.Add(instance.Name);
        var of = tracker == instance ? instance.Title : $"{tracker.Title} for {instance.Title}";
        report.Ok(Name, $"vrrp_script {check.Name} is tracked by {of}; failure: {Effect(instance, tracked!.Value)}");
        if (instance.IsNotPreempting && tracked.Value.Value != 0)
        {
            report.Warn(
                Name,
                $"{instance.Title}: with nopreempt this host does not take over from a peer whose check has failed and lowered its priority",
                "Keep nopreempt on the preferred host alone, or use weight 0 on both hosts.");
        }
    }

    private static (string Text, string Remedy)? WhyDropped(VrrpScript check, VrrpInstance instance, VrrpInstance tracker)
    {
        if (instance.FirstPlace is { } first)
        {
            return ($"{instance.Title} at {instance.Place}, which tracks vrrp_script {check.Name}, is dropped: keepalived uses the first block of this name, at {first}",
                "Give the instances different names.");
        }

        if (instance.IsGroup)
        {
            return ($"{instance.Title}, which tracks vrrp_script {check.Name}, has no existing member: keepalived removes it", $"Correct the names in its group at {instance.Place}.");
        }

        return tracker.Position < check.Position
            ? ($"vrrp_script {check.Name} stands after {tracker.Title}: keepalived ignores the track_script there", $"Move the block at {check.Place} before it.")
            : null;
    }

    private (string Text, string Remedy)? WhyWithoutEffect(VrrpInstance instance, VrrpInstance tracker, ScriptWeight weight, TrackLine line)
    {
        var (does, number) = ($"{line.Script} at {line.Place}", weight.Value.ToString(CultureInfo.InvariantCulture));
        if (weight.IsReversed)
        {
            return weight.Value == 0
                ? ($"{instance.Title}: weight 0 reverse of {does} puts this host into FAULT while the check succeeds", "Remove 'reverse'.")
                : ($"{instance.Title}: weight {number} reverse of {does}: a failed check raises the priority ({Effect(instance, weight)})", "Remove 'reverse'.");
        }

        if (weight.Value == 0)
        {
            return null;
        }

        if (tracker == instance && groups[instance.Name].FirstOrDefault(each => !each.TracksWeights && !IsDissolved(each)) is { } group)
        {
            return ($"{instance.Title} is a member of {group.Title}: keepalived ignores {does} because of its weight {number}, and does not run it",
                "Set weight 0, or move the track_script into the vrrp_sync_group.");
        }

        return instance.Priority == VrrpInstance.OwnerPriority
            ? ($"{instance.Title} has priority 255{(instance.Block.Has("priority") ? "" : ", which is that of state MASTER without a priority")}: "
                + $"keepalived ignores {does} because of its weight {number}, and does not run it",
                "Set a priority from 1 to 254, or weight 0.")
            : null;
    }

    private bool IsDissolved(VrrpInstance group) => version is { DissolvesSingleGroups: true } && group.Members.Take(2).Count() < 2;

    private static string Effect(VrrpInstance instance, ScriptWeight weight)
    {
        if (weight.Value == 0)
        {
            return "FAULT";
        }

        if (instance.Priority is not { } priority)
        {
            return string.Create(CultureInfo.InvariantCulture, $"priority changed by {Math.Abs(weight.Value)}");
        }

        var (success, failure) = weight.Priorities(priority);
        return string.Create(CultureInfo.InvariantCulture, $"priority {success} -> {failure}");
    }
}
