using System.Globalization;

namespace ErhChecker.Benchmarks.Output;

/// <summary>What the figures were measured on.</summary>
internal static class MachineText
{
    public static string Describe()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var system = File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME", StringComparison.Ordinal))?.Split('"')[1];
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return $"{Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} × {processor ?? "unknown processor"}, {system ?? "Linux"}, load {load}";
    }
}
