using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>What the check needs of the router's config.</summary>
/// <param name="WhyNoReport">Why it leads to no health report; null when it contains a usable health endpoint.</param>
/// <param name="Problem">What is wrong, and in which file; empty when it is usable.</param>
/// <param name="HealthEndpoints">The health endpoints, in the order in which they are tried.</param>
/// <param name="Controllers">What it says about the controllers; null when the config is not usable.</param>
/// <param name="Diagnostics">Other findings.</param>
internal sealed record RouterConfig(
    NoReport? WhyNoReport,
    string Problem,
    IReadOnlyList<HealthEndpoint> HealthEndpoints,
    ControllerConfig? Controllers,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Reads <c>config.yml</c>, and no other file.</summary>
    /// <param name="environment">The variables for <c>$NAME</c>.</param>
    public static RouterConfig Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        var file = TextFile.Read(path);
        if (file.State == FileState.Missing)
        {
            return Failed(NoReport.ConfigMissing, $"the router's config {path} does not exist; set its path with -c or ROUTER_CONFIG_FILE_PATH");
        }

        if (file.State != FileState.Read)
        {
            return Failed(
                file.State == FileState.SystemFailed ? NoReport.ConfigUnread : NoReport.ConfigUnusable,
                $"the router's config {path} {Permissions.ProblemOf(file, path)}");
        }

        try
        {
            return Interpret(path, file.Text, environment);
        }
        catch (Exception)
        {
            // Whatever a library fails with, it does not mean that the router is down.
            return Failed(NoReport.ConfigUnusable, $"the router's config {path} cannot be evaluated: internal error; please report it with the file");
        }
    }

    private static RouterConfig Interpret(string path, string text, IReadOnlyDictionary<string, string> environment)
    {
        if (!YamlDocument.TryParse(text, out var document, out var problem))
        {
            return Failed(NoReport.ConfigUnusable, $"the router's config {path} {problem}");
        }

        if (document is not YamlMap root)
        {
            return Failed(
                NoReport.ConfigUnusable,
                document is null or { IsNull: true }
                    ? $"the router's config {path} is empty: expected sections such as 'ctrl:' and 'web:'"
                    : $"the router's config {path} is not a map: expected sections such as 'ctrl:' and 'web:'");
        }

        var values = new ConfigValues(environment);
        var endpoints = WebListeners.FindHealthEndpoints(root, values);
        if (endpoints.Count == 0)
        {
            return Failed(
                NoReport.ConfigUnusable,
                $"the router's config {path} has no usable health-check listener: {WebListeners.WhyNone(root, values)}{values.UnsetText}");
        }

        var diagnostics = new List<Diagnostic>();
        var controllers = new ControllerConfig(path, [], [Path.Combine(Path.GetDirectoryName(path) ?? "", ControllerConfig.UsualFile)]);
        try
        {
            controllers = ControllerConfig.Read(path, root, new ConfigValues(environment));
        }
        catch (Exception)
        {
            diagnostics.Add(new(LogLevel.Warning, $"the controllers in {path} cannot be evaluated: internal error; please report it with the file; links to controllers cannot be excluded"));
        }

        return new(null, "", endpoints, controllers, diagnostics);
    }

    private static RouterConfig Failed(NoReport cause, string problem) => new(cause, problem, [], null, []);
}
