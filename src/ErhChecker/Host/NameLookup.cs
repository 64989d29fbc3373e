using System.Net;
using System.Net.Sockets;

namespace ErhChecker.Host;

/// <summary>
/// One look-up of a host's name. The system's resolver cannot be stopped, so it is run on a thread that may be left behind;
/// whatever it stumbles over, a thread may not end the program.
/// </summary>
/// <param name="name">The name.</param>
internal sealed class NameLookup(string name)
{
    private volatile LookupOutcome? outcome;

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What it gave; null until it has.</summary>
    public LookupOutcome? Outcome => outcome;

    /// <summary>Asks the resolver; never throws.</summary>
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
            outcome = new([], "is no host name");
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
