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
        IReadOnlyList<Link> links, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers) =>
        [.. links.Select(link => new JudgedLink(link, Exclude(link, noTraversal, controllers)))];

    private static Exclusion Exclude(Link link, IReadOnlySet<string> noTraversal, IReadOnlySet<IPAddress> controllers)
    {
        if (noTraversal.Contains(link.DestRouterId))
        {
            return Exclusion.NoTraversal;
        }

        return controllers.Count > 0 && link.RemoteAddresses.Any(LeadsToController) ? Exclusion.Controller : Exclusion.None;

        bool LeadsToController(string remote) => TransportAddress.TryGetIp(remote, out var address) && controllers.Contains(address);
    }
}
