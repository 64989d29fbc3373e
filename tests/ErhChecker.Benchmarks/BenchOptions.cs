using System.Globalization;

namespace ErhChecker.Benchmarks;

/// <summary>What is measured, and how often.</summary>
/// <param name="Cases">The cases' names; none means all.</param>
/// <param name="Turns">The turns of each case, or null for the case's own number.</param>
/// <param name="Checker">The published binary.</param>
/// <param name="Json">Where the results go.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Cases, int? Turns, string Checker, string Json)
{
    /// <summary>How it is called, with these cases.</summary>
    public static string Usage(IEnumerable<string> known) => $"""
        usage: ./build.sh bench [CASE]... [--turns N] [--checker FILE] [--json FILE]

          CASE      {string.Join(", ", known)}; all when none is named
          --turns   how often each program runs in each case; 50 or as many as the case needs when not given
          --checker the binary to measure: artifacts/erhchecker
          --json    where the results go: artifacts/bench.json
        """;

    /// <summary>Reads the arguments; null when they are wrong or ask for help.</summary>
    public static BenchOptions? Read(IReadOnlyList<string> arguments, IEnumerable<string> known)
    {
        var options = new BenchOptions([], null, "artifacts/erhchecker", "artifacts/bench.json");
        for (var at = 0; at < arguments.Count; at++)
        {
            var value = at + 1 < arguments.Count ? arguments[at + 1] : "";
            switch (arguments[at])
            {
                case "--turns" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var turns) && turns > 0:
                    options = options with { Turns = turns };
                    at++;
                    break;
                case "--checker" when value.Length > 0:
                    options = options with { Checker = value };
                    at++;
                    break;
                case "--json" when value.Length > 0:
                    options = options with { Json = value };
                    at++;
                    break;
                case var name when known.Contains(name, StringComparer.Ordinal):
                    options = options with { Cases = [.. options.Cases, name] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
