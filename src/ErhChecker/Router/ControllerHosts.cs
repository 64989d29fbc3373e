using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>The hosts of the controllers, and where they were found.</summary>
/// <param name="Names">Names and IP addresses, each once.</param>
/// <param name="EndpointsFile">The endpoints file that exists, or the one that the router would write.</param>
/// <param name="File">What was read of it; null when it was not read.</param>
/// <param name="IsFromFile">Whether the file lists controllers, so that it counts and the config does not.</param>
/// <param name="Diagnostics">What could not be used.</param>
internal sealed record ControllerHosts(
    ControllerConfig Config,
    IReadOnlyList<string> Names,
    string EndpointsFile,
    TextFile? File,
    bool IsFromFile,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>A hint for the end of a message about a controller, when a variable without a value may be the cause.</summary>
    public string UnsetText => IsFromFile ? "" : Config.UnsetText;
}
