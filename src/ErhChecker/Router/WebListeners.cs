using System.Net;

namespace ErhChecker.Router;

/// <summary>The config's <c>web</c> section (OpenZiti's xweb): which listener answers health checks, and where.</summary>
internal static class WebListeners
{
    private const string Binding = "health-checks";
    private const string UsualName = "health-check"; // what NetFoundry's registration calls the listener

    /// <summary>The health endpoints in the order in which they are to be tried.</summary>
    public static IReadOnlyList<HealthEndpoint> FindHealthEndpoints(YamlMap root, ConfigValues values)
    {
        var listeners = (root["web"]?.Items ?? []).Where(listener => Binds(listener, values)).ToList();
        return listeners
            .OrderBy(listener => values.Text(listener["name"]) == UsualName ? 0 : 1) // stable: the rest keep their order
            .SelectMany(listener => listener["bindPoints"]?.Items ?? [])
            .Select(bindPoint => ToEndpoint(bindPoint, values))
            .OfType<HealthEndpoint>()
            .Distinct()
            .ToList();
    }

    private static bool Binds(YamlValue listener, ConfigValues values) =>
        (listener["apis"]?.Items ?? []).Any(api => values.Text(api["binding"]) == Binding);

    private static HealthEndpoint? ToEndpoint(YamlValue bindPoint, ConfigValues values)
    {
        if (bindPoint["identity"] is not null)
        {
            return null; // listens on the overlay, not on this host
        }

        // The router listens at its interface; the address is what it advertises, perhaps behind a NAT.
        var text = values.Text(bindPoint["interface"] ?? bindPoint["address"]);
        if (text is null
            || !TransportAddress.TrySplitHostPort(text, out var host, out var port)
            || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return null;
        }

        return new HealthEndpoint(Reachable(host), port);
    }

    private static string Reachable(string host) => TransportAddress.TryParseIp(host, out var address) switch
    {
        true when address.Equals(IPAddress.Any) => "127.0.0.1",
        true when address.Equals(IPAddress.IPv6Any) => "::1",
        _ => host,
    };
}
