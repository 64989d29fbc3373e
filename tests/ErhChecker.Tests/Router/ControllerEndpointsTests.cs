using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The controllers that the router talks to: of its config, and of the endpoints file that it keeps.</summary>
public sealed class ControllerEndpointsTests : IDisposable
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal) { ["CTRL"] = "ctrl.example" };
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    //          the ctrl section                                                       hosts
    [InlineData("{endpoint: 'tls:ctrl.example:6262'}", "ctrl.example")]
    [InlineData("{endpoint: 'tls:203.0.113.10:443'}", "203.0.113.10")]
    [InlineData("{endpoint: 'tls:[2001:db8::10]:443'}", "2001:db8::10")]
    [InlineData("{endpoint: 'tls:$CTRL:6262'}", "ctrl.example")]
    [InlineData("{endpoints: ['tls:a:1', 'tls:b:2', 'tls:c:3']}", "a b c")]
    [InlineData("{endpoint: 'tls:a:1', endpoints: ['tls:b:2', 'tls:c:3']}", "a b c")] // both count
    [InlineData("{endpoint: 'tls:a:1', endpoints: ['tls:a:2', 'tls:A:3']}", "a")] // each once
    [InlineData("{endpoints: 'tls:a:1'}", "a")] // a list of one
    [InlineData("{endpoints: [{address: 'tls:a:1'}, 'tls:b:1']}", "a b")]
    [InlineData("{endpoint: null, endpoints: ['tls:b:2']}", "b")]
    [InlineData("{endpoints: [null, '', 'tls:b:2', [x]]}", "b")]
    public void The_config_names_controllers(string ctrl, string hosts)
    {
        var config = Read(ConfigText.WithCtrl(ctrl));

        Assert.Equal(hosts, string.Join(' ', config.Controllers));
        Assert.DoesNotContain(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("{endpoint: 'ctrl.example:6262'}", "", "invalid controller endpoint 'ctrl.example:6262' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoint: 'tls:ctrl.example'}", "", "invalid controller endpoint 'tls:ctrl.example' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoint: 'tls:$UNSET:443'}", "", "invalid controller endpoint 'tls::443' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoints: ['tls:a:1', 'b']}", "a", "invalid controller endpoint 'b' in FILE: expected tls:HOST:PORT")]
    [InlineData("{}", "", " names no controller: expected 'endpoint: tls:HOST:PORT' in 'ctrl'")]
    [InlineData("null", "", " names no controller: expected 'endpoint: tls:HOST:PORT' in 'ctrl'")]
    [InlineData("[a]", "", " names no controller: expected 'endpoint: tls:HOST:PORT' in 'ctrl'")]
    [InlineData("{endpoint: '$UNSET'}", "", " names no controller: expected 'endpoint: tls:HOST:PORT' in 'ctrl'")]
    public void What_cannot_be_read_is_warned_of(string ctrl, string hosts, string warning)
    {
        var config = Read(ConfigText.WithCtrl(ctrl));

        Assert.Equal(RouterConfigState.Usable, config.State);
        Assert.Equal(hosts, string.Join(' ', config.Controllers));
        var diagnostic = Assert.Single(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.Contains(warning, diagnostic.Text.Replace(folder["config.yml"], "FILE", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("cannot be excluded", diagnostic.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 10, "")]
    [InlineData(13, 11, "3 more controller endpoints are invalid: links to these controllers cannot be excluded")]
    public void A_few_complaints_are_enough(int unreadable, int warnings, string last)
    {
        var config = Read(ConfigText.WithCtrl($"{{endpoints: [{string.Concat(Enumerable.Range(0, unreadable).Select(at => $"bad{at}, "))}'tls:a:1']}}"));

        Assert.Equal(["a"], config.Controllers);
        var told = config.Diagnostics.Where(diagnostic => diagnostic.Level == LogLevel.Warning).Select(diagnostic => diagnostic.Text).ToList();
        Assert.Equal(warnings, told.Count);
        Assert.Contains("'bad9'", told[9], StringComparison.Ordinal);
        Assert.Equal(last, string.Concat(told.Skip(10)));
    }

    [Theory]
    //          endpoints.yml                                                                       hosts
    [InlineData("endpoints: ['tls:a:1', 'tls:b:2']", "first a b")]
    [InlineData("Endpoints: ['tls:a:1']", "first a")] // in any case: the router writes it so, too
    [InlineData("ENDPOINTS: ['tls:a:1']", "first a")]
    [InlineData("endpoints: 'tls:a:1'", "first a")]
    [InlineData("controllers: [{id: x, endpoints: [{address: 'tls:a:1', groups: [default]}, {address: 'tls:b:2'}]}]", "first a b")] // 2.0
    [InlineData("Controllers: [{Id: x, Endpoints: [{Address: 'tls:a:1'}]}]", "first a")]
    [InlineData("endpoints: ['tls:a:1']\ncontrollers: [{id: x, endpoints: [{address: 'tls:a:1'}, {address: 'tls:b:1'}]}]", "first a b")]
    [InlineData("controllers: [7, {id: x}, {endpoints: [7, {groups: []}, {address: 'tls:b:1'}]}]", "first b")]
    [InlineData("endpoints: []", "first")]
    [InlineData("endpoints: ['', 'tls:a:1']", "first a")]
    [InlineData("endpoints: ['tls:first:9']", "first")]
    [InlineData("endpoints: ['tls:$CTRL:1', 'tls:a:1']", "first $CTRL a")] // the router replaces nothing there
    [InlineData("", "first")]
    public void The_endpoints_file_beside_the_config_names_more(string endpointsFile, string hosts)
    {
        folder.Write("endpoints.yml", endpointsFile);

        var config = Read(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(hosts, string.Join(' ', config.Controllers));
        Assert.DoesNotContain(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("endpoints: [", "it is not valid YAML: ")]
    [InlineData("endpoints: \u0007", "it is not valid YAML: it contains the control character U+0007")]
    [InlineData("- a\n- list", "it has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT")]
    [InlineData("a word", "it has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT")]
    public void A_broken_endpoints_file_is_warned_of_and_gone_without(string endpointsFile, string warning)
    {
        var path = folder.Write("endpoints.yml", endpointsFile);

        var config = Read(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(["first"], config.Controllers);
        var diagnostic = Assert.Single(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.StartsWith($"the endpoints file {path} is not used: {warning}", diagnostic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoints_file_that_the_router_keeps_to_itself_is_gone_without_quietly()
    {
        Directory.CreateDirectory(folder["endpoints.yml"]); // stops root, too

        var config = Read(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(["first"], config.Controllers);
        var diagnostic = Assert.Single(config.Diagnostics);
        Assert.Equal(LogLevel.Debug, diagnostic.Level);
        Assert.Equal($"the endpoints file {folder["endpoints.yml"]} is not used: it cannot be read: Is a directory", diagnostic.Text);
    }

    [Fact]
    public void Without_a_config_of_controllers_the_endpoints_file_is_enough()
    {
        folder.Write("endpoints.yml", "endpoints: ['tls:a:1']");

        var config = Read(ConfigText.UsualWeb);

        Assert.Equal(["a"], config.Controllers);
        Assert.DoesNotContain(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("kept/by-router.yml")] // beside the config
    [InlineData("{DIR}/kept/by-router.yml")]
    [InlineData("$KEPT/by-router.yml")]
    public void The_config_may_name_another_endpoints_file(string named)
    {
        folder.Write("endpoints.yml", "endpoints: ['tls:not-this:1']");
        folder.Write("kept/by-router.yml", "endpoints: ['tls:a:1']");
        var ctrl = $"{{endpoint: 'tls:first:1', endpointsFile: '{named.Replace("{DIR}", folder.Path, StringComparison.Ordinal)}'}}";

        var config = RouterConfig.Read(
            folder.Write("config.yml", ConfigText.WithCtrl(ctrl)),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["KEPT"] = "kept" });

        Assert.Equal(["first", "a"], config.Controllers);
    }

    [Theory]
    [InlineData("v1.6.13/endpoints.yml", "ctrl.ziti.example")]
    [InlineData("v2.0.3/endpoints.yml", "ctrl.ziti.example ctrl2.ziti.example ctrl3.ziti.example")]
    public void The_endpoints_files_of_real_routers_are_read(string recorded, string hosts)
    {
        folder.Write("endpoints.yml", File.ReadAllBytes(Repository.Recorded(recorded)));

        Assert.Equal(hosts, string.Join(' ', Read(ConfigText.UsualWeb).Controllers));
    }

    private RouterConfig Read(string text) => RouterConfig.Read(folder.Write("config.yml", text), Variables);
}
