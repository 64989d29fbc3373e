using System.Diagnostics;
using System.Net;
using ErhChecker.Host;
using ErhChecker.Net;

namespace ErhChecker.Router;

/// <summary>
/// The controllers' IP addresses. The endpoints file is read and names are resolved on threads of their own while the router is queried:
/// a file system or a resolver that does not respond blocks only its own thread, which ends with the process.
/// </summary>
#pragma warning disable CA1001 // the countdown is never disposed: a lookup may end long after the check took what was known
internal sealed class ControllerAddresses
#pragma warning restore CA1001
{
    /// <summary>The time limit of the endpoints file and of name resolution, together.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private const int MaxNames = 64; // each has a thread of its own, so that one that hangs does not delay the others

    private readonly ControllerConfig config;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly CountdownEvent open = new(1); // the search for the hosts, and each look-up
    private volatile Search? search;
    private volatile string? file;
    private int next = -1;
    private bool hasNoThread;

    private ControllerAddresses(ControllerConfig config) => this.config = config;

    /// <summary>Begins to read and to resolve; returns at once.</summary>
    /// <param name="config">What the config says about the controllers.</param>
    public static ControllerAddresses StartLookup(ControllerConfig config)
    {
        var addresses = new ControllerAddresses(config);
        addresses.Start();
        return addresses;
    }

    /// <summary>Whether the endpoints file has been read, or found missing.</summary>
    public bool HasReadFile => search is not null;

    /// <summary>The addresses known by now, waiting no longer than <see cref="MaxWait"/> after the beginning.</summary>
    /// <param name="diagnostics">Takes what could not be read, and a warning for each name that gave no address.</param>
    /// <param name="deadline">Ends the waiting, not the check.</param>
    public IReadOnlySet<IPAddress> Collect(List<Diagnostic> diagnostics, Deadline deadline)
    {
        _ = Poller.TryWait(open.Wait, deadline.Within(MaxWait - clock.Elapsed));

        var missing = hasNoThread ? "was not resolved, since the system has no more threads" : "was not resolved in time";
        var known = search ?? new Search(ControllerEndpoints.WithoutFile(config, "was not read in time", file ?? config.EndpointsFiles[0]));
        diagnostics.AddRange(known.Hosts.Diagnostics);
        var addresses = new HashSet<IPAddress>(known.Literal);
        foreach (var lookup in known.Lookups)
        {
            var outcome = lookup.Outcome;
            addresses.UnionWith((outcome?.Addresses ?? []).Select(TransportAddress.Comparable));
            if (outcome is not { Addresses.Length: > 0 })
            {
                diagnostics.Add(new(
                    LogLevel.Warning,
                    $"the controller's name {lookup.Name} {outcome?.Problem ?? missing}{known.Hosts.UnsetText}: links to this controller cannot be excluded"));
            }
        }

        if (known.Skipped > 0)
        {
            diagnostics.Add(new(LogLevel.Warning, $"{known.Skipped} more controllers' names were not looked up: links to these controllers cannot be excluded"));
        }

        return addresses;
    }

    private void Start()
    {
        if (config.EndpointsFiles.All(PathCache.KnowsMissing))
        {
            // Usual for a router with one controller, and costs no thread where the controllers' addresses are written out.
            var count = Publish(ControllerEndpoints.WithoutFile(config, "does not exist"));
            hasNoThread = count > 0 && StartThreads(LookUpInTurn, count) == 0;
        }
        else if (StartThreads(FindAndLookUp, 1) == 0)
        {
            hasNoThread = true;
            _ = Publish(ControllerEndpoints.WithoutFile(config, "was not read, since the system has no more threads", config.EndpointsFiles[0]));
        }

        if (hasNoThread && !open.IsSet)
        {
            open.Signal(open.CurrentCount); // nothing is waited for
        }
    }

    /// <summary>Starts threads, as far as the system has some.</summary>
    /// <returns>How many were started; they look up all names in turn.</returns>
    private static int StartThreads(ThreadStart run, int count)
    {
        var started = 0;
        while (started < count && NameLookup.TryStartThread(run) is not null)
        {
            started++;
        }

        return started;
    }

    private void FindAndLookUp()
    {
        try
        {
            var count = Publish(ControllerEndpoints.Find(config, path => file = path));
            _ = StartThreads(LookUpInTurn, count - 1); // this thread is the last
        }
        catch (Exception)
        {
            // Not caught on a thread, it would end the program. Whatever was found counts; else the file was not read in time.
        }

        LookUpInTurn();
    }

    /// <summary>Makes the hosts known, and their names the next to be looked up.</summary>
    /// <returns>How many names there are.</returns>
    private int Publish(ControllerHosts hosts)
    {
        var found = new Search(hosts);
        search = found;
        if (found.Lookups.Length > 0)
        {
            open.AddCount(found.Lookups.Length);
        }

        open.Signal();
        return found.Lookups.Length;
    }

    private void LookUpInTurn()
    {
        var lookups = search?.Lookups ?? [];
        while (Interlocked.Increment(ref next) is var mine && mine < lookups.Length)
        {
            lookups[mine].Run();
            open.Signal();
        }
    }

    /// <summary>The hosts as addresses, and as names that are to be looked up.</summary>
    private sealed class Search
    {
        public Search(ControllerHosts hosts)
        {
            Hosts = hosts;
            var names = new List<NameLookup>();
            foreach (var host in hosts.Names)
            {
                if (TransportAddress.TryParseIp(host, out var address))
                {
                    Literal.Add(address);
                }
                else
                {
                    names.Add(new NameLookup(host));
                }
            }

            Lookups = [.. names.Take(MaxNames)];
            Skipped = names.Count - Lookups.Length;
        }

        public ControllerHosts Hosts { get; }

        public HashSet<IPAddress> Literal { get; } = [];

        public NameLookup[] Lookups { get; }

        public int Skipped { get; }
    }
}
