using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace ErhChecker.Tests.Support;

/// <summary>A terminal's text as an SVG picture: its text can be searched and copied.</summary>
internal static partial class TerminalPicture
{
    private const int Columns = 80;
    private const double CharacterWidth = 8.4;
    private const int LineHeight = 19;
    private const int Margin = 16;

    private const string Style = """
            .page { fill: #f6f8fa; stroke: #d1d9e0 }
            text { font: 14px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }
            .bold { font-weight: bold }
            .red { fill: #cf222e }
            .green { fill: #1a7f37 }
            .yellow { fill: #9a6700 }
            @media (prefers-color-scheme: dark) {
              .page { fill: #0d1117; stroke: #3d444d }
              text { fill: #f0f6fc }
              .red { fill: #f85149 }
              .green { fill: #3fb950 }
              .yellow { fill: #d29922 }
            }
        """;

    /// <summary>Draws text with the escape sequences of <c>Paint</c>.</summary>
    public static string Of(string title, string description, string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var width = (2 * Margin) + (Columns * CharacterWidth);
        var height = (2 * Margin) + (lines.Length * LineHeight);
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <title>{title}</title>\n  <desc>{description}</desc>\n  <style>\n{Style}\n  </style>\n");
        picture.Append(CultureInfo.InvariantCulture, $"  <rect class=\"page\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\n");
        var mode = "";
        for (var at = 0; at < lines.Length; at++)
        {
            var y = Margin + ((at + 1) * LineHeight) - 5;
            picture.Append(CultureInfo.InvariantCulture, $"  <text x=\"{Margin}\" y=\"{y}\" xml:space=\"preserve\">{Spans(lines[at], ref mode)}</text>\n");
        }

        return picture.Append("</svg>\n").ToString();
    }

    private static string Spans(string line, ref string mode)
    {
        var spans = new StringBuilder();
        foreach (var part in Sequence.Split(line))
        {
            if (Modes.TryGetValue(part, out var next))
            {
                mode = next;
            }
            else if (part.Length > 0)
            {
                var text = SecurityElement.Escape(part);
                spans.Append(mode.Length == 0 ? text : $"<tspan class=\"{mode}\">{text}</tspan>");
            }
        }

        return spans.ToString();
    }

    private static readonly Dictionary<string, string> Modes = new(StringComparer.Ordinal)
    {
        ["\u001b[0m"] = "",
        ["\u001b[1m"] = "bold",
        ["\u001b[31m"] = "red",
        ["\u001b[32m"] = "green",
        ["\u001b[33m"] = "yellow",
    };

    [GeneratedRegex("(?<sequence>\u001b\\[[0-9]+m)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sequence { get; }
}
