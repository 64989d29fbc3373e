using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Output;

/// <summary>The processor time of one healthy check beside its rivals, as an SVG picture for docs/speed.md and README.</summary>
internal static class BenchChart
{
    private const string Case = "healthy";
    private const int Labels = 170;
    private const int Bars = 560;
    private const int Width = Labels + Bars + 130;
    private const int Row = 34;
    private const int Head = 52;

    private const string Style = """
            .page { fill: #ffffff }
            .own { fill: #0969da }
            .other { fill: #8c959f }
            text { fill: #1f2328 }
            .small { font-size: 12px; fill: #59636e }
            .name { font-weight: bold }
            @media (prefers-color-scheme: dark) {
              .page { fill: #0d1117 }
              .own { fill: #4493f8 }
              .other { fill: #656c76 }
              text { fill: #f0f6fc }
              .small { fill: #9198a1 }
            }
        """;

    /// <summary>Draws the results; where the case was not measured, nothing.</summary>
    /// <param name="json">The file of <see cref="BenchJson"/>.</param>
    /// <param name="path">The picture.</param>
    /// <returns>Whether it was drawn.</returns>
    public static bool Write(string json, string path)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(json));
        var healthy = results.RootElement.GetProperty("cases").EnumerateArray().FirstOrDefault(row => row.GetProperty("name").GetString() == Case);
        if (healthy.ValueKind is JsonValueKind.Undefined)
        {
            return false;
        }

        var programs = healthy.GetProperty("programs").EnumerateArray()
            .Select(row => (Name: row.GetProperty("name").GetString()!, Cpu: row.GetProperty("cpuMs").GetProperty("median").GetDouble()))
            .Where(program => program.Name == Contender.Checker || !program.Name.StartsWith(Contender.Checker, StringComparison.Ordinal))
            .ToList();
        var turns = healthy.GetProperty("programs")[0].GetProperty("turns").GetInt32();
        File.WriteAllText(path, Draw(programs, string.Create(CultureInfo.InvariantCulture, $"median of {turns} turns, less is better")));
        return true;
    }

    private static string Draw(List<(string Name, double Cpu)> programs, string note)
    {
        var height = Head + (programs.Count * Row) + 8;
        var figures = string.Join(", ", programs.Select(program => $"{program.Name} {Text(program.Cpu)}"));
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"14\">\n");
        picture.Append("  <title>Processor time of one healthy check</title>\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <desc>{SecurityElement.Escape(figures)}; {note}. Drawn by ./build.sh bench.</desc>\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <style>\n{Style}\n  </style>\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <rect class=\"page\" width=\"{Width}\" height=\"{height}\" rx=\"8\"/>\n");
        picture.Append("  <text class=\"name\" x=\"16\" y=\"30\">CPU time of one healthy check</text>\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <text class=\"small\" x=\"{Width - 16}\" y=\"30\" text-anchor=\"end\">{note}</text>\n");
        for (var at = 0; at < programs.Count; at++)
        {
            var (name, cpu) = programs[at];
            var y = Head + (at * Row);
            var bar = Math.Max(2, Math.Round(Bars * cpu / programs.Max(program => program.Cpu)));
            picture.Append(CultureInfo.InvariantCulture, $"  <text x=\"{Labels - 10}\" y=\"{y + 17}\" text-anchor=\"end\">{SecurityElement.Escape(name)}</text>\n");
            picture.Append(CultureInfo.InvariantCulture, $"  <rect class=\"{(at == 0 ? "own" : "other")}\" x=\"{Labels}\" y=\"{y}\" width=\"{bar}\" height=\"24\" rx=\"3\"/>\n");
            picture.Append(CultureInfo.InvariantCulture, $"  <text class=\"name\" x=\"{Labels + bar + 8}\" y=\"{y + 17}\">{Text(cpu)}</text>\n");
        }

        return picture.Append("</svg>\n").ToString();
    }

    private static string Text(double milliseconds) => milliseconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms");
}
