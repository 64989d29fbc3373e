using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>What the router's config says about its controllers (<c>ctrl</c>; OpenZiti's router/env/config.go).</summary>
/// <param name="Endpoints">Where the controllers are, <c>tls:HOST:PORT</c>: <c>ctrl.endpoint</c>, and only without one <c>ctrl.endpoints</c>.</param>
/// <param name="EndpointsFiles">Where the router may keep its list of controllers; the first that exists counts.</param>
internal sealed record ControllerConfig(string Path, IReadOnlyList<string> Endpoints, IReadOnlyList<string> EndpointsFiles)
{
    /// <summary>The name of the endpoints file since 1.5.</summary>
    public const string UsualFile = "endpoints.yml";

    private const string OlderFile = "endpoints"; // 0.28 to 1.4; an upgrade may leave it behind

    /// <summary>Whether controllers dial the router (<c>ctrl.listeners</c>), which then needs no address of theirs.</summary>
    public bool HasListeners { get; init; }

    /// <summary>A hint for the end of a message, when a variable without a value may be the cause.</summary>
    public string UnsetText { get; init; } = "";

    /// <summary>Reads the section.</summary>
    /// <param name="path">The config's path; relative paths are relative to its directory, in which the units start the router.</param>
    /// <param name="values">Reads the config's values, those of this section only.</param>
    public static ControllerConfig Read(string path, YamlMap root, ConfigValues values)
    {
        var ctrl = root["ctrl"];
        var named = ctrl?["endpoint"] is { } endpoint ? [endpoint] : (ctrl?["endpoints"]).ItemsOrSelf();
        var endpoints = named.Select(each => values.Text(each) ?? values.Text(each["address"])).OfType<string>().ToList();
        return new(path, endpoints, values.Text(ctrl?["endpointsFile"]) is { } file ? [Beside(path, file)] : UsualFiles(path, values.Text(ctrl?["dataDir"])))
        {
            HasListeners = (ctrl?["listeners"]).ItemsOrSelf().Any(),
            UnsetText = values.UnsetText,
        };
    }

    /// <summary>Where the router keeps its list of controllers when the config does not name the file.</summary>
    /// <param name="dataFolder">The folder of the older file, <c>ctrl.dataDir</c>; null for the config's.</param>
    public static IReadOnlyList<string> UsualFiles(string path, string? dataFolder = null) =>
        [Beside(path, UsualFile), Beside(path, System.IO.Path.Combine(dataFolder ?? "", OlderFile))];

    private static string Beside(string path, string file) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", file);
}
