using ErhChecker.Benchmarks.Router;
using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Cases;

/// <summary>The checker and its rivals, each asking one stand-in.</summary>
/// <param name="checker">The published binary.</param>
internal sealed class Contenders(string checker)
{
    public const string Curl = "curl -sk";
    public const string CurlJq = "curl -sk | jq";
    public const string BothFiles = "with both files";
    public const string Python = "Python checker";

    private const string Filter =
        ".data.checks | any(.id == \"controllerPing\" and .healthy) and any(.id == \"link.health\" and (.details | length) > 0)";

    /// <summary>The checker, set up by variables as the guide has it.</summary>
    public Contender Checker(string config, int exitCode = 0, string? ziti = null, string? seconds = null, string name = Contender.Checker) =>
        new(name, seconds is null ? [checker] : [checker, "--timeout", seconds], exitCode)
        {
            Variables = [$"ROUTER_CONFIG_FILE_PATH={config}", $"ZITI_BINARY_FILE_PATH={ziti ?? "/nonexistent"}"],
        };

    /// <summary>The checker, set up by an option.</summary>
    public Contender CheckerByOption(string config) => new("erhchecker -c FILE", [checker, "-c", config]);

    /// <summary>The checker that leaves a status file and a metrics file in a folder.</summary>
    public Contender CheckerWithFiles(string config, string folder)
    {
        var plain = Checker(config, name: BothFiles);
        return plain with
        {
            Variables = [.. plain.Variables, $"STATUS_FILE={folder}/status.json", $"METRICS_FILE={folder}/erhchecker.prom"],
        };
    }

    /// <summary>The checker that only says its version: what the runtime's start and end cost.</summary>
    public Contender Version => new("erhchecker --version", [checker, "--version"]);

    /// <summary>Fetches and throws away: no filter, no decision.</summary>
    public static Contender CurlOnly(string url, int exitCode = 0) => new(Curl, ["curl", "-sk", url], exitCode);

    /// <summary>A script's one-liner: looks for what decides, filters nothing.</summary>
    public static Contender CurlWithJq(string url) =>
        new(CurlJq, ["sh", "-c", $"curl -sk {url} | jq -e '{Filter}'"]) { HasPeak = false };

    /// <summary>The same work in Python, rival.py.</summary>
    public static Contender PythonChecker(string config, int exitCode = 0, string? ziti = null) =>
        new(Python, ["python3", Path.Combine(AppContext.BaseDirectory, "rival.py"), "-c", config, "-z", ziti ?? "/nonexistent"], exitCode);

    /// <summary>The checker and all its rivals.</summary>
    public IReadOnlyList<Contender> All(StandIn router) =>
        [Checker(router.Config), CurlOnly(router.Url), CurlWithJq(router.Url), PythonChecker(router.Config)];
}
