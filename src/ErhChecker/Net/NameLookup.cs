using System.Net;
using System.Net.Sockets;

namespace ErhChecker.Net;

/// <summary>
/// One look-up of a host's name. The system's resolver cannot be stopped, so it is run on a thread that may be left behind;
/// whatever it stumbles over, a thread may not end the program.
/// </summary>
/// <param name="name">The name.</param>
internal sealed class NameLookup(string name)
{
    private const int StackSize = 1024 * 1024; // bytes; getaddrinfo calls the modules of nsswitch.conf, and their libraries

    private volatile LookupOutcome? outcome;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What it gave; null until it has.</summary>
    public LookupOutcome? Outcome => outcome;

    /// <summary>Starts a thread for look-ups, which ends with the process.</summary>
    /// <param name="run">Runs one or more of them.</param>
    /// <returns>The thread; null when the system has no more threads.</returns>
    public static Thread? TryStartThread(ThreadStart run)
    {
        try
        {
            var thread = new Thread(run, StackSize) { IsBackground = true, Name = "names" };
            thread.Start();
            return thread;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Queries the resolver; never throws.</summary>
    public void Run()
    {
        try
        {
            outcome = new(Dns.GetHostAddresses(name), "has no address");
        }
        catch (SocketException failed)
        {
            outcome = new([], failed.SocketErrorCode == SocketError.HostNotFound ? "does not resolve" : $"does not resolve ({failed.SocketErrorCode})");
        }
        catch (ArgumentException)
        {
            outcome = new([], "is not a valid host name");
        }
        catch (Exception failed)
        {
            outcome = new([], $"does not resolve ({failed.GetType().Name})");
        }
    }
}

/// <summary>What a look-up gave.</summary>
/// <param name="Addresses">The addresses, perhaps none.</param>
/// <param name="Problem">What to say of the name when there are none.</param>
internal sealed record LookupOutcome(IPAddress[] Addresses, string Problem);
