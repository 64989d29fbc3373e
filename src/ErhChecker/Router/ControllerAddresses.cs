using System.Diagnostics;
using System.Net;
using ErhChecker.Host;
using ErhChecker.Net;

namespace ErhChecker.Router;

/// <summary>
/// The controllers' IP addresses. Names are resolved on threads of their own while the router is queried: a resolver that does
/// not respond blocks only its own thread, which ends with the process.
/// </summary>
#pragma warning disable CA1001 // the countdown is never disposed: a lookup may end long after the check took what was known
internal sealed class ControllerAddresses
#pragma warning restore CA1001
{
    /// <summary>The time limit of name resolution.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private const int MaxNames = 64; // each has a thread of its own, so that one that hangs does not delay the others

    private readonly HashSet<IPAddress> literal = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly CountdownEvent open;
    private readonly NameLookup[] lookups;
    private readonly int skipped;
    private int next = -1;
    private bool hasNoThread;

    private ControllerAddresses(IReadOnlyList<string> hosts)
    {
        var names = new List<NameLookup>();
        foreach (var host in hosts)
        {
            if (TransportAddress.TryParseIp(host, out var address))
            {
                literal.Add(address);
            }
            else
            {
                names.Add(new NameLookup(host));
            }
        }

        lookups = [.. names.Take(MaxNames)];
        skipped = names.Count - lookups.Length;
        open = new CountdownEvent(lookups.Length);
    }

    /// <summary>Begins to resolve; returns at once.</summary>
    /// <param name="hosts">Names and IP addresses.</param>
    public static ControllerAddresses StartLookup(IReadOnlyList<string> hosts)
    {
        var addresses = new ControllerAddresses(hosts);
        for (var thread = 0; thread < addresses.lookups.Length; thread++)
        {
            if (NameLookup.TryStartThread(addresses.LookUpInTurn) is null)
            {
                // The threads that run look up all names in turn; without any, nothing is waited for.
                if (thread == 0)
                {
                    addresses.hasNoThread = true;
                    addresses.open.Signal(addresses.lookups.Length);
                }

                break;
            }
        }

        return addresses;
    }

    /// <summary>The addresses known by now, waiting for names no longer than <see cref="MaxWait"/> after the beginning.</summary>
    /// <param name="diagnostics">Takes a warning for each name that gave no address.</param>
    /// <param name="deadline">Ends the waiting, not the check.</param>
    public IReadOnlySet<IPAddress> Collect(List<Diagnostic> diagnostics, Deadline deadline)
    {
        _ = Poller.TryWait(open.Wait, deadline.Within(MaxWait - clock.Elapsed));

        var missing = hasNoThread ? "was not resolved, since the system has no more threads" : "was not resolved in time";
        var addresses = new HashSet<IPAddress>(literal);
        foreach (var lookup in lookups)
        {
            var outcome = lookup.Outcome;
            addresses.UnionWith((outcome?.Addresses ?? []).Select(TransportAddress.Comparable));
            if (outcome is not { Addresses.Length: > 0 })
            {
                diagnostics.Add(new(
                    LogLevel.Warning,
                    $"the controller's name {lookup.Name} {outcome?.Problem ?? missing}: links to this controller cannot be excluded"));
            }
        }

        if (skipped > 0)
        {
            diagnostics.Add(new(LogLevel.Warning, $"{skipped} more controllers' names were not looked up: links to these controllers cannot be excluded"));
        }

        return addresses;
    }

    private void LookUpInTurn()
    {
        while (Interlocked.Increment(ref next) is var mine && mine < lookups.Length)
        {
            lookups[mine].Run();
            open.Signal();
        }
    }
}
