using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Router;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Configs and endpoints files through the program's reader, against what was meant.</summary>
internal static class ConfigRun
{
    /// <summary>In memory where there is such a place: 200,000 files a run.</summary>
    private static readonly string Place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [ThreadStatic]
    private static string? folder;

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed) => Difference(ConfigGenerator.Make(seed));

    /// <summary>How the program differs from what was meant, or null.</summary>
    public static string? Difference(ConfigCase input)
    {
        folder ??= Directory.CreateDirectory(Path.Combine(Place, string.Create(CultureInfo.InvariantCulture, $"erhchecker-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"))).FullName;
        var config = Path.Combine(folder, "config.yml");
        Put(config, input.Config);
        Put(Path.Combine(folder, "endpoints.yml"), input.Endpoints);
        Put(Path.Combine(folder, "endpoints"), input.OlderEndpoints);
        var read = RouterConfig.Read(config, input.Environment);
        if ((input.Config is null) != (read.WhyNoReport == NoReport.ConfigMissing) || (read.WhyNoReport is null) != (read.HealthEndpoints.Count > 0))
        {
            return $"{read.WhyNoReport?.ToString() ?? "usable"} with {read.HealthEndpoints.Count} endpoints";
        }

        if (read.WhyNoReport is not null && read.Problem.Length == 0)
        {
            return "no reason given";
        }

        var endpoints = read.HealthEndpoints.Select(endpoint => string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host} {endpoint.Port}{(endpoint.IsOwn ? "" : " (name)")}")).ToList();
        if (input.HealthEndpoints is { } wanted && !wanted.SequenceEqual(endpoints, StringComparer.Ordinal))
        {
            return $"endpoints {string.Join(", ", endpoints)}, meant {string.Join(", ", wanted)} ({read.Problem})";
        }

        var controllers = (read.Controllers is null ? [] : ControllerEndpoints.Find(read.Controllers).Names).Select(host => host.ToLowerInvariant()).Order(StringComparer.Ordinal).ToList();
        return read.WhyNoReport is null && input.Controllers is { } meant && !meant.Order(StringComparer.Ordinal).SequenceEqual(controllers, StringComparer.Ordinal)
            ? $"controllers {string.Join(", ", controllers)}, meant {string.Join(", ", meant)}"
            : null;
    }

    private static void Put(string path, byte[]? bytes)
    {
        if (bytes is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllBytes(path, bytes);
        }
    }
}
