using System.Net;
using System.Net.Sockets;

namespace ErhChecker.Net;

/// <summary>
/// One look-up of a host name. The system's resolver cannot be canceled, so it runs on a thread that may be left behind. It
/// catches every exception: one that is not caught on a thread would end the program.
/// </summary>
internal sealed class NameLookup(string name)
{
    private const int StackSize = 1024 * 1024; // bytes; getaddrinfo calls the modules of nsswitch.conf, and their libraries

    private volatile LookupOutcome? outcome;

    public string Name => name;

    /// <summary>The result; null until there is one.</summary>
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

    /// <summary>What getaddrinfo(3) returned, in the words of gai_strerror(3) where there is more to it than an unknown name.</summary>
    internal static string ProblemOf(SocketError error) => error switch
    {
        SocketError.HostNotFound => "does not resolve",
        SocketError.TryAgain => "does not resolve: temporary failure in name resolution",
        SocketError.NoData => "has no address",
        SocketError.NoRecovery => "does not resolve: non-recoverable failure in name resolution",
        _ => "does not resolve: the resolver failed",
    };

    /// <summary>Queries the resolver; never throws.</summary>
    public void Run()
    {
        try
        {
            outcome = new(Dns.GetHostAddresses(name), "has no address");
        }
        catch (SocketException failed)
        {
            outcome = new([], ProblemOf(failed.SocketErrorCode));
        }
        catch (ArgumentException)
        {
            outcome = new([], "is not a valid host name");
        }
        catch (Exception)
        {
            outcome = new([], "does not resolve: the resolver failed");
        }
    }
}

/// <summary>The result of a look-up.</summary>
/// <param name="Addresses">The addresses, possibly none.</param>
/// <param name="Problem">Why there are none, a predicate whose subject is the name.</param>
internal sealed record LookupOutcome(IPAddress[] Addresses, string Problem);
