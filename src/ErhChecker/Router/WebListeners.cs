using System.Net;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>The config's <c>web</c> section (OpenZiti's xweb): which listener serves health checks, and where.</summary>
internal static class WebListeners
{
    private const string Binding = "health-checks";
    private const int MaxProblems = 5;
    private const int MaxShown = 100; // characters of a value in a message
    private const string UsualName = "health-check"; // what NetFoundry's registration calls the listener

    /// <summary>The health endpoints in the order in which they are to be tried.</summary>
    public static IReadOnlyList<HealthEndpoint> FindHealthEndpoints(YamlMap root, ConfigValues values)
    {
        return HealthListeners(root, values)
            .OrderBy(listener => values.Text(listener["name"]) == UsualName ? 0 : 1) // stable: the rest keep their order
            .SelectMany(listener => listener["bindPoints"]?.Items ?? [])
            .SelectMany(bindPoint => ToEndpoints(bindPoint, values, out _))
            .Distinct()
            .ToList();
    }

    /// <summary>Why there is no health endpoint: what was found, and what was expected.</summary>
    public static string WhyNone(YamlMap root, ConfigValues values)
    {
        var listeners = HealthListeners(root, values).ToList();
        if (listeners.Count == 0)
        {
            return "expected a listener in 'web' whose 'apis' have 'binding: health-checks'";
        }

        var problems = listeners.SelectMany(listener => Problems(listener, values)).ToList();
        return string.Join("; ", problems.Take(MaxProblems))
            + (problems.Count > MaxProblems ? $"; {problems.Count - MaxProblems} more" : "");
    }

    private static IEnumerable<string> Problems(YamlValue listener, ConfigValues values)
    {
        var name = values.Text(listener["name"]) is { } text ? $"listener '{Shown(text)}'" : "a listener without a name";
        var bindPoints = listener["bindPoints"]?.Items ?? [];
        if (bindPoints.Count == 0)
        {
            yield return $"{name} has no 'bindPoints': expected a list with 'interface: HOST:PORT'";
        }

        foreach (var bindPoint in bindPoints)
        {
            _ = ToEndpoints(bindPoint, values, out var problem);
            yield return $"{name} has a bind point {problem}";
        }
    }

    private static IEnumerable<YamlValue> HealthListeners(YamlMap root, ConfigValues values) =>
        (root["web"]?.Items ?? []).Where(listener => Binds(listener, values));

    private static bool Binds(YamlValue listener, ConfigValues values) =>
        (listener["apis"]?.Items ?? []).Any(api => values.Text(api["binding"]) == Binding);

    /// <summary>Where a bind point is reached; nowhere when it is unusable.</summary>
    /// <param name="values">Reads the config's values.</param>
    /// <param name="problem">Why it is unusable, to follow "a bind point"; empty when it is usable.</param>
    private static HealthEndpoint[] ToEndpoints(YamlValue bindPoint, ConfigValues values, out string problem)
    {
        // Certificates of its own, under the same key, leave it an ordinary bind point (OpenZiti's common/bindpoints/overlay.go).
        if (bindPoint["identity"] is { } identity && (identity["file"] ?? identity["env"]) is not null)
        {
            problem = "with an 'identity' of the overlay, which does not listen on this host";
            return [];
        }

        // The router listens at its interface; the address is what it advertises, perhaps behind a NAT.
        var key = bindPoint["interface"] is null ? "address" : "interface";
        if (values.Text(bindPoint[key]) is not { } text)
        {
            problem = bindPoint[key] switch
            {
                null => "without 'interface' and 'address': expected 'interface: HOST:PORT'",
                { Text: { } raw } => $"with {key} '{Shown(raw)}': the value is empty or too long",
                _ => $"whose '{key}' is not a string: expected 'interface: HOST:PORT'",
            };
            return [];
        }

        // An empty host is Go's way to listen on every address, of both families; one that a variable left empty may be any.
        var full = bindPoint[key]!.Text!.StartsWith(':') ? $"[::]{text}" : text;
        if (!TransportAddress.TrySplitHostPort(full, out var host, out var port) || !TransportAddress.IsHost(host))
        {
            problem = $"with {key} '{Shown(text)}': {WhyNoAddress(full)}";
            return [];
        }

        problem = "";
        var isOwn = key == "interface" || TransportAddress.TryParseIp(host, out _);
        return [.. Reachable(host).Select(reachable => new HealthEndpoint(reachable, port, isOwn))];
    }

    /// <summary>A wildcard is reached on the loopback; that of IPv6 on both, as Go listens on both and IPv6 may be off.</summary>
    private static string[] Reachable(string host) => TransportAddress.TryParseIp(host, out var address) switch
    {
        true when address.Equals(IPAddress.Any) => ["127.0.0.1"],
        true when address.Equals(IPAddress.IPv6Any) => ["::1", "127.0.0.1"],
        _ => [host],
    };

    private static string WhyNoAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return "the port is missing, expected HOST:PORT";
        }

        return TransportAddress.TrySplitHostPort("localhost" + text[colon..], out _, out _)
            ? $"the host '{Shown(text[..colon])}' is not valid"
            : $"the port '{Shown(text[(colon + 1)..])}' is not a number from 1 to 65535";
    }

    private static string Shown(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}
