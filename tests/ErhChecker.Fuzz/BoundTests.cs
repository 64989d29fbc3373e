using System.Text;
using ErhChecker.Router;
using ErhChecker.Yaml;

namespace ErhChecker.Fuzz;

/// <summary>The bounds that keep a check small, each just crossed.</summary>
public sealed class BoundTests
{
    [Fact]
    public void Nobody_keeps_millions_of_empty_links()
    {
        var json = "{\"data\":{\"checks\":[{\"id\":\"controllerPing\",\"healthy\":true},{\"id\":\"link.health\",\"healthy\":true,\"details\":["
            + string.Join(',', Enumerable.Repeat("{}", 5_000_000)) + "]}]}}";

        Assert.False(HealthReport.TryParse(Encoding.UTF8.GetBytes(json), out _, out var problem));
        Assert.Contains("more", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_megabytes_is_cut()
    {
        var json = "{\"data\":{\"checks\":[{\"id\":\"controllerPing\",\"healthy\":true},{\"id\":\"link.health\",\"healthy\":true,\"details\":[{\"linkId\":\""
            + new string('a', 1_000_000) + "\"}]}]}}";

        Assert.True(HealthReport.TryParse(Encoding.UTF8.GetBytes(json), out var report, out _));
        Assert.InRange(Assert.Single(report!.Links!).LinkId.Length, 1, 5000);
    }

    [Fact]
    public void References_do_not_grow_without_end()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = new('x', 1000) };

        Assert.InRange(EnvironmentReferences.Expand(string.Concat(Enumerable.Repeat("$A", 10_000)), variables).Length, 1, 10_000);
    }

    [Fact]
    public void What_stands_behind_an_alias_counts_each_time()
    {
        var text = "a: &a [" + string.Join(',', Enumerable.Repeat("1", 20_000)) + "]\nb: [*a, *a, *a, *a, *a, *a]\n";

        Assert.False(YamlDocument.TryParse(text, out _, out var problem));
        Assert.Contains("values", problem, StringComparison.Ordinal);
    }
}
