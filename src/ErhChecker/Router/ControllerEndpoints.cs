using ErhChecker.Host;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>
/// The controllers that the router talks to: <c>ctrl.endpoint</c>, <c>ctrl.endpoints</c> and the endpoints file, which
/// the router rewrites as the cluster changes while its config may still name one controller of three.
/// </summary>
internal static class ControllerEndpoints
{
    private const string UsualFile = "endpoints.yml";
    private const int MaxMessages = 10;

    /// <summary>The controllers' hosts, each once.</summary>
    /// <param name="configPath">The config's path; the endpoints file is in the same directory.</param>
    /// <param name="root">The config.</param>
    /// <param name="values">Reads the config's values.</param>
    /// <param name="diagnostics">Takes what could not be read.</param>
    public static IReadOnlyList<string> Find(string configPath, YamlMap root, ConfigValues values, List<Diagnostic> diagnostics)
    {
        var ctrl = root["ctrl"];
        var named = new[] { ctrl?["endpoint"] }.Concat(ItemsOrSelf(ctrl?["endpoints"]))
            .Select(endpoint => values.Text(endpoint) ?? values.Text(endpoint?["address"]))
            .OfType<string>();
        var hosts = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unreadable = 0;
        var endpointsFile = EndpointsFile(configPath, ctrl, values);
        var all = named.Select(endpoint => (endpoint, configPath))
            .Concat(FromFile(endpointsFile, diagnostics).Select(endpoint => (endpoint, endpointsFile)));
        foreach (var (endpoint, file) in all)
        {
            if (!TransportAddress.TryGetHost(endpoint, out var host))
            {
                if (++unreadable > MaxMessages)
                {
                    continue;
                }

                diagnostics.Add(new(LogLevel.Warning, $"invalid controller endpoint '{endpoint}' in {file}: expected tls:HOST:PORT; links to this controller cannot be excluded"));
            }
            else if (known.Add(host))
            {
                hosts.Add(host);
            }
        }

        if (unreadable > MaxMessages)
        {
            diagnostics.Add(new(LogLevel.Warning, $"{unreadable - MaxMessages} more controller endpoints are invalid: links to these controllers cannot be excluded"));
        }

        if (hosts.Count == 0 && diagnostics.TrueForAll(diagnostic => diagnostic.Level < LogLevel.Warning))
        {
            diagnostics.Add(new(LogLevel.Warning, $"the router's config {configPath} names no controller: expected 'endpoint: tls:HOST:PORT' in 'ctrl'; links to controllers cannot be excluded"));
        }

        return hosts;
    }

    /// <summary>The path of the endpoints file beside a config that names none.</summary>
    public static string EndpointsFile(string configPath) => Path.Combine(Path.GetDirectoryName(configPath) ?? "", UsualFile);

    /// <summary>The path of the endpoints file.</summary>
    /// <param name="configPath">The config's path.</param>
    /// <param name="ctrl">The config's <c>ctrl</c> section, or null.</param>
    /// <param name="values">Reads the config's values.</param>
    public static string EndpointsFile(string configPath, YamlValue? ctrl, ConfigValues values)
    {
        var folder = Path.GetDirectoryName(configPath) ?? "";
        return Path.Combine(folder, values.Text(ctrl?["endpointsFile"]) ?? UsualFile);
    }

    private static IEnumerable<string> FromFile(string path, List<Diagnostic> diagnostics)
    {
        var file = TextFile.Read(path);
        if (file.State != FileState.Read)
        {
            // Common: a router with one controller does not write one, and in a cluster it may not be readable (mode 0600).
            diagnostics.Add(new(LogLevel.Debug, $"the endpoints file {path} is not used: it {file.Problem}"));
            return [];
        }

        if (!YamlDocument.TryParse(file.Text, out var document, out var problem))
        {
            diagnostics.Add(new(LogLevel.Warning, $"the endpoints file {path} is not used: it {problem}"));
            return [];
        }

        if (document is null or { IsNull: true })
        {
            return [];
        }

        if (document is not YamlMap map)
        {
            diagnostics.Add(new(LogLevel.Warning, $"the endpoints file {path} is not used: it has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT"));
            return [];
        }

        var listed = ItemsOrSelf(AnyCase(map, "endpoints"));
        var ofControllers = ItemsOrSelf(AnyCase(map, "controllers")).OfType<YamlMap>()
            .SelectMany(controller => ItemsOrSelf(AnyCase(controller, "endpoints")))
            .OfType<YamlMap>()
            .Select(endpoint => AnyCase(endpoint, "address"));
        return listed.Concat(ofControllers).Select(endpoint => endpoint?.Text).OfType<string>().Where(text => text.Length > 0);
    }

    private static YamlValue? AnyCase(YamlMap map, string key) =>
        map[key] ?? map.Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;

    private static IEnumerable<YamlValue> ItemsOrSelf(YamlValue? value) => value switch
    {
        null => [],
        YamlList list => list.Items,
        _ => [value],
    };
}
