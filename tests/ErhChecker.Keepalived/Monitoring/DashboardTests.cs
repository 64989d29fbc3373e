using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>The Grafana dashboard: its expressions in promtool, its structure against Grafana's schema (kinds/dashboard/dashboard_kind.cue).</summary>
[Trait("Check", "documents")]
public class DashboardTests
{
    private static readonly string[] PanelTypes = ["state-timeline", "timeseries"];
    private static readonly string[] ColorModes = ["thresholds", "palette-classic", "palette-saturated", "continuous-GrYlRd", "fixed"];

    private static JsonNode Dashboard => JsonNode.Parse(Repository.ReadSample("monitoring/grafana/erhchecker.json"))!;

    private static IEnumerable<JsonNode> Panels => Dashboard["panels"]!.AsArray().Select(panel => panel!);

    [Fact, RequiresTool("promtool")]
    public async Task Each_expression_shows_what_the_picture_shows()
    {
        var test = new StringBuilder("evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n");
        foreach (var (name, values) in DashboardStory.Input)
        {
            test.Append(CultureInfo.InvariantCulture, $"      - {{series: '{name}', values: '{values}'}}\n");
        }

        test.Append("    promql_expr_test:\n");
        foreach (var panel in Panels)
        {
            var expression = Assert.Single(panel["targets"]!.AsArray())!["expr"]!.GetValue<string>();
            Assert.Contains("pair=~\"$pair\"", expression, StringComparison.Ordinal);
            foreach (var minute in Enumerable.Range(0, DashboardStory.Minutes))
            {
                var samples = DashboardStory.Panels[panel["title"]!.GetValue<string>()].Where(series => series.Value(minute) is not null)
                    .Select(series => $"{{labels: '{{{series.Labels}}}', value: {DashboardStory.Text(series.Value(minute)!.Value)}}}");
                test.Append(CultureInfo.InvariantCulture, $"      - {{eval_time: {minute}m, expr: '{expression.Replace("$pair", ".*", StringComparison.Ordinal)}', exp_samples: [{string.Join(", ", samples)}]}}\n");
            }
        }

        using var folder = new TestFolder();
        var tested = await Command.RunAsync(["promtool", "test", "rules", folder.Write("test.yml", test.ToString())]);

        Assert.True(tested.ExitCode == 0, tested.Said);
    }

    [Fact]
    public async Task The_picture_in_the_documents_is_that_of_the_story()
    {
        var path = Repository.PathOf("docs", "dashboard.svg");
        var picture = DashboardPicture.Draw(Dashboard);
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, picture);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), picture);
    }

    [Fact]
    public void The_dashboard_has_what_Grafanas_schema_requires()
    {
        Assert.Null(Dashboard["id"]); // a number is one instance's
        Assert.InRange(Dashboard["uid"]!.GetValue<string>().Length, 8, 40);
        Assert.Equal(36, Dashboard["schemaVersion"]!.GetValue<int>());
        Assert.InRange(Dashboard["graphTooltip"]!.GetValue<int>(), 0, 2);
        Assert.True(Dashboard["editable"]!.GetValue<bool>());
        var variables = Dashboard["templating"]!["list"]!.AsArray();
        Assert.Equal(["datasource datasource", "query pair"], variables.Select(variable => $"{variable!["type"]} {variable["name"]}"));
        Assert.Equal("prometheus", variables[0]!["query"]!.GetValue<string>());
        Assert.Contains("erhchecker_info", variables[1]!["query"]!["query"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_panel_has_what_Grafanas_schema_requires()
    {
        Assert.Equal(DashboardStory.Panels.Keys, Panels.Select(panel => panel["title"]!.GetValue<string>()));
        Assert.Equal(Panels.Count(), Panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        Assert.All(Panels, panel =>
        {
            Assert.Contains(panel["type"]!.GetValue<string>(), PanelTypes);
            Assert.NotEmpty(panel["description"]!.GetValue<string>());
            Assert.NotNull(panel["options"]!.AsObject());
            var defaults = panel["fieldConfig"]!["defaults"]!;
            Assert.Empty(panel["fieldConfig"]!["overrides"]!.AsArray());
            Assert.Contains(defaults["color"]!["mode"]!.GetValue<string>(), ColorModes);
            Assert.Equal("absolute", defaults["thresholds"]!["mode"]!.GetValue<string>());
            Assert.Null(defaults["thresholds"]!["steps"]![0]!["value"]); // the first value is -Infinity
            Assert.All(defaults["mappings"]!.AsArray(), mapping =>
            {
                Assert.Equal("value", mapping!["type"]!.GetValue<string>());
                Assert.All(mapping["options"]!.AsObject(), option => Assert.NotNull(option.Value!["text"]));
            });
            Assert.All(panel["targets"]!.AsArray().Append(panel), source =>
                Assert.Equal("prometheus ${datasource}", $"{source!["datasource"]!["type"]} {source["datasource"]!["uid"]}"));
        });
    }

    [Fact]
    public void The_state_panel_names_each_state_by_its_number()
    {
        var options = Panels.First()["fieldConfig"]!["defaults"]!["mappings"]![0]!["options"]!.AsObject();

        Assert.Equal(DashboardStory.States.Index().Select(state => ($"{state.Index + 1}", state.Item)), options.Select(option => (option.Key, option.Value!["text"]!.GetValue<string>())));
    }

    [Fact]
    public void No_two_panels_overlap_and_all_fit_the_24_columns()
    {
        var cells = Panels.Select(panel => panel["gridPos"]!).SelectMany(position =>
            from x in Enumerable.Range(position["x"]!.GetValue<int>(), position["w"]!.GetValue<int>())
            from y in Enumerable.Range(position["y"]!.GetValue<int>(), position["h"]!.GetValue<int>())
            select (x, y)).ToList();

        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }
}
