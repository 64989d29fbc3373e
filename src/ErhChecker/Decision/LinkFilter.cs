using System.Net;

namespace ErhChecker.Decision;

/// <summary>Which links are usable.</summary>
internal static class LinkFilter
{
    /// <summary>Excludes the links to no-traversal routers, then those to a controller's host.</summary>
    /// <param name="noTraversal">The ids of the no-traversal routers.</param>
    /// <param name="controllers">The controllers' addresses, IPv4-mapped ones as IPv4.</param>
    public static IReadOnlyList<ClassifiedLink> Classify(
        IReadOnlyList<Link> links, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers)
    {
        var judged = new ClassifiedLink[links.Count];
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
            // A link's connections usually have the same address.
            var remote = link.RemoteAddresses[at];
            if ((at == 0 || !ReferenceEquals(remote, link.RemoteAddresses[at - 1]))
                && remote.IPAddress is { } address
                && controllers.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
