using ErhChecker.Host;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>
/// The controllers that the router talks to, found as the router finds them (getInitialCtrlEndpoints in its router/router.go): the
/// endpoints file alone, which the router rewrites as the cluster changes, once it lists any; else those of the config.
/// </summary>
internal static class ControllerEndpoints
{
    private const int MaxMessages = 10;

    /// <summary>Reads the endpoints file, and finds the controllers. May block on a file system that does not respond.</summary>
    /// <param name="config">What the config says.</param>
    /// <param name="reads">Called with each file before it is read.</param>
    public static ControllerHosts Find(ControllerConfig config, Action<string>? reads = null)
    {
        foreach (var path in config.EndpointsFiles)
        {
            reads?.Invoke(path);
            var file = TextFile.Read(path);
            if (file.State != FileState.Missing)
            {
                return Exists(config, path, file);
            }
        }

        return WithoutFile(config, "does not exist");
    }

    /// <summary>The config's controllers.</summary>
    /// <param name="config">What the config says.</param>
    /// <param name="why">Why the endpoints file was not read, a predicate whose subject is the file.</param>
    /// <param name="path">The file; null for the one that the router would write.</param>
    public static ControllerHosts WithoutFile(ControllerConfig config, string why, string? path = null)
    {
        // Common: before 1.4, a router with one controller does not write one.
        var file = path ?? config.EndpointsFiles[0];
        List<Diagnostic> diagnostics = [new(path is null ? LogLevel.Debug : LogLevel.Warning, Unused(file, why) + (path is null ? config.UnsetText : ""))];
        return OfConfig(config, file, path is null ? new(FileState.Missing, "", why) : null, why, diagnostics);
    }

    private static ControllerHosts Exists(ControllerConfig config, string path, TextFile file)
    {
        List<Diagnostic> diagnostics = [];
        if (file.State != FileState.Read)
        {
            // Common: in a cluster the router alone may read it (mode 0600).
            diagnostics.Add(new(LogLevel.Debug, Unused(path, file.Problem)));
            return OfConfig(config, path, file, Permissions.ProblemOf(file, path), diagnostics);
        }

        if (!TryList(file.Text, out var listed, out var problem))
        {
            diagnostics.Add(new(LogLevel.Warning, Unused(path, problem)));
        }

        if (listed.Count == 0)
        {
            return OfConfig(config, path, file, "lists none", diagnostics);
        }

        diagnostics.Add(new(LogLevel.Debug, $"the endpoints file {path} lists {listed.Count} endpoints of controllers; those in {config.Path} are not used"));
        return new(config, Hosts(listed, path, "", diagnostics), path, file, IsFromFile: true, diagnostics);
    }

    private static string Unused(string path, string why) => $"the endpoints file {path} is not used: it {why}";

    private static ControllerHosts OfConfig(ControllerConfig config, string path, TextFile? file, string why, List<Diagnostic> diagnostics)
    {
        var hosts = Hosts(config.Endpoints, config.Path, config.UnsetText, diagnostics);
        var dialIn = config.HasListeners && file?.State is FileState.Missing or FileState.Read;
        if (hosts.Count == 0 && !dialIn && diagnostics.TrueForAll(diagnostic => diagnostic.Level < LogLevel.Warning))
        {
            diagnostics.Add(new(
                LogLevel.Warning,
                $"the router's config {config.Path} names no controller, and the endpoints file {path} {why}{config.UnsetText}; links to controllers cannot be excluded"));
        }

        return new(config, hosts, path, file, IsFromFile: false, diagnostics);
    }

    private static List<string> Hosts(IReadOnlyList<string> endpoints, string file, string hint, List<Diagnostic> diagnostics)
    {
        var hosts = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unreadable = 0;
        foreach (var endpoint in endpoints)
        {
            if (TransportAddress.TryGetHost(endpoint, out var host))
            {
                if (known.Add(host))
                {
                    hosts.Add(host);
                }
            }
            else if (++unreadable <= MaxMessages)
            {
                diagnostics.Add(new(LogLevel.Warning, $"invalid controller endpoint '{endpoint}' in {file}: expected tls:HOST:PORT{hint}; links to this controller cannot be excluded"));
            }
        }

        if (unreadable > MaxMessages)
        {
            diagnostics.Add(new(LogLevel.Warning, $"{unreadable - MaxMessages} more controller endpoints are invalid: links to these controllers cannot be excluded"));
        }

        return hosts;
    }

    /// <summary>The endpoints in the file: a list, which 2.0 repeats with each controller's id. Keys are in any case, as before 1.4.</summary>
    private static bool TryList(string text, out IReadOnlyList<string> listed, out string problem)
    {
        listed = [];
        if (!YamlDocument.TryParse(text, out var document, out problem))
        {
            return false;
        }

        if (document is not (null or { IsNull: true } or YamlMap))
        {
            problem = "has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT";
            return false;
        }

        var ofControllers = AnyCase(document, "controllers").ItemsOrSelf()
            .SelectMany(controller => AnyCase(controller, "endpoints").ItemsOrSelf())
            .Select(endpoint => AnyCase(endpoint, "address"));
        listed = [.. AnyCase(document, "endpoints").ItemsOrSelf().Concat(ofControllers).Select(endpoint => endpoint?.Text).OfType<string>().Where(each => each.Length > 0)];
        return true;
    }

    private static YamlValue? AnyCase(YamlValue? value, string key) => value is YamlMap map
        ? map[key] ?? map.Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value
        : null;
}
