using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>Draws the dashboard's panels, where the dashboard places them, with what they show of the story.</summary>
internal static class DashboardPicture
{
    private const int Column = 40;
    private const int Row = 26;
    private const int Left = 12;
    private const int Top = 30;
    private const int Bottom = 40;

    private static readonly string[] Lines = ["#1a7f37", "#0969da", "#9a6700", "#8250df", "#cf222e", "#57606a"];

    public static string Draw(JsonNode dashboard)
    {
        var panels = dashboard["panels"]!.AsArray();
        var height = panels.Max(panel => Position(panel!, "y") + Position(panel!, "h")) * Row;
        var svg = new StringBuilder($$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{24 * Column}} {{height}}">
              <title>The Grafana dashboard while router-a drains, loses the VIP and gets it back</title>
              <desc>Six panels over one hour: state, holder of the VIP, links by use, drain, check duration, moves of the VIP in a day.</desc>
              <style>
                .page { fill: #f6f8fa; stroke: #d1d9e0 }
                .panel { fill: #ffffff; stroke: #d1d9e0 }
                text { font: 13px system-ui, sans-serif; fill: #1f2328 }
                .title { font-weight: bold }
                .on { fill: #ffffff }
                @media (prefers-color-scheme: dark) {
                  .page { fill: #0d1117; stroke: #3d444d }
                  .panel { fill: #151b23; stroke: #3d444d }
                  text { fill: #f0f6fc }
                }
              </style>
              <rect class="page" width="{{24 * Column}}" height="{{height}}" rx="8"/>

            """);
        foreach (var panel in panels)
        {
            Draw(svg, panel!);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, JsonNode panel)
    {
        var title = panel["title"]!.GetValue<string>();
        var series = DashboardStory.Panels[title];
        var (x, y) = (Position(panel, "x") * Column, Position(panel, "y") * Row);
        var (width, height) = (Position(panel, "w") * Column, Position(panel, "h") * Row);
        Add(svg, $"""  <rect class="panel" x="{x + 4}" y="{y + 4}" width="{width - 8}" height="{height - 8}" rx="4"/>""");
        Add(svg, $"""  <text class="title" x="{x + Left}" y="{y + 22}">{title}</text>""");
        var area = new Area(x + Left, y + Top, width - (2 * Left), height - Top - Bottom);
        if (panel["type"]!.GetValue<string>() == "state-timeline")
        {
            DrawBars(svg, area, series, panel["fieldConfig"]!["defaults"]!["mappings"]![0]!["options"]!);
        }
        else
        {
            DrawLines(svg, area, series);
        }
    }

    /// <summary>A row for each series, with a bar for as long as its value is the same.</summary>
    private static void DrawBars(StringBuilder svg, Area area, DashboardStory.Series[] series, JsonNode mappings)
    {
        foreach (var (index, one) in series.Index())
        {
            var top = area.Y + (index * area.Height / series.Length) + 4;
            Add(svg, $"""  <text x="{area.X}" y="{top + 22}">{Name(one.Labels)}</text>""");
            for (var from = 0; from < DashboardStory.Minutes;)
            {
                var value = one.Value(from);
                var to = Enumerable.Range(from, DashboardStory.Minutes - from).TakeWhile(minute => one.Value(minute) == value).Last() + 1;
                var mapping = mappings[DashboardStory.Text(value!.Value)]!;
                var color = mapping["color"]!.GetValue<string>() switch { "green" => "#1a7f37", "yellow" => "#9a6700", "red" => "#cf222e", "blue" => "#0969da", _ => "none" };
                var left = area.X + 70 + (from * (area.Width - 70) / DashboardStory.Minutes);
                var right = area.X + 70 + (to * (area.Width - 70) / DashboardStory.Minutes);
                if (color != "none")
                {
                    Add(svg, $"""  <rect fill="{color}" x="{left}" y="{top}" width="{right - left - 1}" height="32"/>""");
                    Add(svg, $"""  <text class="on" x="{left + 6}" y="{top + 21}">{mapping["text"]!.GetValue<string>()}</text>""");
                }

                from = to;
            }
        }
    }

    private static void DrawLines(StringBuilder svg, Area area, DashboardStory.Series[] series)
    {
        var highest = series.Max(one => Enumerable.Range(0, DashboardStory.Minutes).Max(minute => one.Value(minute) ?? 0));
        foreach (var (index, one) in series.Index())
        {
            var points = Enumerable.Range(0, DashboardStory.Minutes).Where(minute => one.Value(minute) is not null)
                .SelectMany(minute => new[] { (minute, one.Value(minute)), (minute + 1, one.Value(minute)) })
                .Select(point => $"{DashboardStory.Text(area.X + (point.Item1 * area.Width / (double)DashboardStory.Minutes))},{DashboardStory.Text(area.Y + area.Height - (point.Item2!.Value / highest * (area.Height - 8)))}");
            Add(svg, $"""  <polyline fill="none" stroke="{Lines[index]}" stroke-width="1.5" points="{string.Join(' ', points)}"/>""");
            Add(svg, $"""  <text style="fill: {Lines[index]}" x="{area.X + (index % 3 * 150)}" y="{area.Y + area.Height + 15 + (index / 3 * 14)}">{Name(one.Labels)}</text>""");
        }

        Add(svg, $"""  <text text-anchor="end" x="{area.X + area.Width}" y="{area.Y - 8}">{DashboardStory.Text(highest)} at most</text>""");
    }

    /// <summary>The values of the labels but the pair, which all series have.</summary>
    private static string Name(string labels) =>
        string.Join(' ', labels.Split(',').Where(label => !label.StartsWith("pair=", StringComparison.Ordinal)).Select(label => label.Split('"')[1]).Where(value => value != "ziti").DefaultIfEmpty("ziti"));

    private static int Position(JsonNode panel, string key) => panel["gridPos"]![key]!.GetValue<int>();

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private sealed record Area(int X, int Y, int Width, int Height);
}
