using System.Net;

namespace ErhChecker.Decision;

/// <summary>Which links count.</summary>
internal static class LinkFilter
{
    /// <summary>Leaves out the links to no-traversal routers, then those to a controller's host.</summary>
    /// <param name="links">The reported links.</param>
    /// <param name="noTraversal">The ids of the no-traversal routers.</param>
    /// <param name="controllers">The controllers' addresses, in comparable form.</param>
    public static IReadOnlyList<JudgedLink> Judge(
        IReadOnlyList<Link> links, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers)
    {
        var judged = new JudgedLink[links.Count];
        for (var at = 0; at < judged.Length; at++)
        {
            judged[at] = new(links[at], Exclude(links[at], noTraversal, controllers));
        }

        return judged;
    }

    private static Exclusion Exclude(Link link, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers)
    {
        if (noTraversal.Contains(link.DestRouterId))
        {
            return Exclusion.NoTraversal;
        }

        return controllers.Count > 0 && LeadsToController(link, controllers) ? Exclusion.Controller : Exclusion.None;
    }

    private static bool LeadsToController(Link link, IReadOnlySet<IPAddress> controllers)
    {
        for (var at = 0; at < link.RemoteAddresses.Count; at++)
        {
            // A link's connections end at the same address as a rule.
            var remote = link.RemoteAddresses[at];
            if ((at == 0 || remote != link.RemoteAddresses[at - 1])
                && TransportAddress.TryGetIp(remote, out var address)
                && controllers.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
