using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The controllers that the router talks to: of its config, and of the endpoints file that it keeps.</summary>
public sealed class ControllerEndpointsTests : IDisposable
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal) { ["CTRL"] = "ctrl.example", ["DATA"] = "data" };
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    //          the ctrl section                                                       hosts
    [InlineData("{endpoint: 'tls:ctrl.example:6262'}", "ctrl.example")]
    [InlineData("{endpoint: 'tls:203.0.113.10:443'}", "203.0.113.10")]
    [InlineData("{endpoint: 'tls:[2001:db8::10]:443'}", "2001:db8::10")]
    [InlineData("{endpoint: 'tls:$CTRL:6262'}", "ctrl.example")]
    [InlineData("{endpoints: ['tls:a:1', 'tls:b:2', 'tls:c:3']}", "a b c")]
    [InlineData("{endpoint: 'tls:a:1', endpoints: ['tls:b:2', 'tls:c:3']}", "a")] // where there is an endpoint, the router does not look at endpoints
    [InlineData("{endpoints: ['tls:b:2', 'tls:c:3'], endpoint: 'tls:a:1'}", "a")]
    [InlineData("{endpoints: ['tls:a:1', 'tls:a:2', 'tls:A:3']}", "a")] // each once
    [InlineData("{endpoint: 'tls:_x:1'}", "_x")] // names that DNS does not allow, and /etc/hosts does
    [InlineData("{endpoint: 'tls:h+1:1'}", "h+1")]
    [InlineData("{endpoints: 'tls:a:1'}", "a")] // a list of one
    [InlineData("{endpoints: [{address: 'tls:a:1'}, 'tls:b:1']}", "a b")]
    [InlineData("{endpoint: null, endpoints: ['tls:b:2']}", "b")]
    [InlineData("{endpoints: [null, '', 'tls:b:2', [x]]}", "b")]
    public void The_config_names_controllers(string ctrl, string names)
    {
        var hosts = Find(ConfigText.WithCtrl(ctrl));

        Assert.Equal(names, string.Join(' ', hosts.Names));
        Assert.DoesNotContain(hosts.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("{endpoint: 'ctrl.example:6262'}", "", "invalid controller endpoint 'ctrl.example:6262' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoint: 'tls:ctrl.example'}", "", "invalid controller endpoint 'tls:ctrl.example' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoint: 'tls:$UNSET:443'}", "", "invalid controller endpoint 'tls::443' in FILE: expected tls:HOST:PORT; empty or not set in the environment of this check: UNSET")]
    [InlineData("{endpoint: 'tls:${UNSET}:${PORT}'}", "", "'tls::' in FILE: expected tls:HOST:PORT; empty or not set in the environment of this check: UNSET, PORT")]
    [InlineData("{endpoint: \"tls:a\\u00a0b:1\"}", "", "invalid controller endpoint 'tls:a\u00a0b:1' in FILE: expected tls:HOST:PORT")]
    [InlineData("{endpoints: ['tls:a:1', 'b']}", "a", "invalid controller endpoint 'b' in FILE: expected tls:HOST:PORT")]
    [InlineData("{}", "", " names no controller, and the endpoints file BESIDE does not exist; links")]
    [InlineData("null", "", " names no controller, and the endpoints file BESIDE does not exist; links")]
    [InlineData("[a]", "", " names no controller, and the endpoints file BESIDE does not exist; links")]
    [InlineData("{endpoint: '$UNSET'}", "", " names no controller, and the endpoints file BESIDE does not exist; empty or not set in the environment of this check: UNSET; links")]
    [InlineData("{endpoint: '$UNSET', endpoints: ['tls:a:1']}", "", " names no controller, and")] // the router has the variable, and looks at it alone
    [InlineData("{endpointsFile: gone.yml}", "", " names no controller, and the endpoints file DIR/gone.yml does not exist; links")]
    [InlineData("{dataDir: data}", "", " names no controller, and the endpoints file BESIDE does not exist; links")]
    [InlineData("{listeners: []}", "", " names no controller, and")]
    public void Invalid_endpoint_is_logged_at_WARNING(string ctrl, string names, string warning)
    {
        var hosts = Find(ConfigText.WithCtrl(ctrl));

        Assert.Equal(names, string.Join(' ', hosts.Names));
        var diagnostic = Assert.Single(hosts.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.Contains(warning, diagnostic.Text.Replace(folder["config.yml"], "FILE", StringComparison.Ordinal)
            .Replace(folder["endpoints.yml"], "BESIDE", StringComparison.Ordinal).Replace(folder.Path, "DIR", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("cannot be excluded", diagnostic.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 10, "")]
    [InlineData(13, 11, "3 more controller endpoints are invalid: links to these controllers cannot be excluded")]
    public void A_few_complaints_are_enough(int unreadable, int warnings, string last)
    {
        var hosts = Find(ConfigText.WithCtrl($"{{endpoints: [{string.Concat(Enumerable.Range(0, unreadable).Select(at => $"bad{at}, "))}'tls:a:1']}}"));

        Assert.Equal(["a"], hosts.Names);
        var told = hosts.Diagnostics.Where(diagnostic => diagnostic.Level == LogLevel.Warning).Select(diagnostic => diagnostic.Text).ToList();
        Assert.Equal(warnings, told.Count);
        Assert.Contains("'bad9'", told[9], StringComparison.Ordinal);
        Assert.Equal(last, string.Concat(told.Skip(10)));
    }

    [Theory]
    //          endpoints.yml                                                                       hosts
    [InlineData("endpoints: ['tls:a:1', 'tls:b:2']", "a b")]
    [InlineData("Endpoints: ['tls:a:1']", "a")] // in any case: the router writes it so, too
    [InlineData("ENDPOINTS: ['tls:a:1']", "a")]
    [InlineData("endpoints: 'tls:a:1'", "a")]
    [InlineData("controllers: [{id: x, endpoints: [{address: 'tls:a:1', groups: [default]}, {address: 'tls:b:2'}]}]", "a b")] // 2.0
    [InlineData("Controllers: [{Id: x, Endpoints: [{Address: 'tls:a:1'}]}]", "a")]
    [InlineData("endpoints: ['tls:a:1']\ncontrollers: [{id: x, endpoints: [{address: 'tls:a:1'}, {address: 'tls:b:1'}]}]", "a b")]
    [InlineData("controllers: [7, {id: x}, {endpoints: [7, {groups: []}, {address: 'tls:b:1'}]}]", "b")]
    [InlineData("endpoints: []", "first")]
    [InlineData("endpoints: ['', 'tls:a:1']", "a")]
    [InlineData("endpoints: ['tls:first:9']", "first")]
    [InlineData("endpoints: ['tls:$CTRL:1', 'tls:a:1']", "$CTRL a")] // the router replaces nothing there
    [InlineData("endpoints: [nonsense, 'tls:a:1']", "a", 1)]
    [InlineData("endpoints: ['tls:a:1']\n---\nendpoints: ['tls:b:1']", "a")] // the first document alone
    [InlineData("", "first")]
    public void The_endpoints_file_counts_alone_once_it_lists_any(string endpointsFile, string names, int warnings = 0)
    {
        folder.Write("endpoints.yml", endpointsFile);

        var hosts = Find(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(names, string.Join(' ', hosts.Names));
        Assert.Equal(warnings, hosts.Diagnostics.Count(diagnostic => diagnostic.Level > LogLevel.Debug));
    }

    [Theory]
    [InlineData("endpoints: [", "it is not valid YAML: ")]
    [InlineData("endpoints: \u0007", "it is not valid YAML: it contains the control character U+0007")]
    [InlineData("- a\n- list", "it has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT")]
    [InlineData("a word", "it has an unexpected structure: expected 'endpoints:' with a list of tls:HOST:PORT")]
    public void Invalid_endpoints_file_is_logged_and_not_used(string endpointsFile, string warning)
    {
        var path = folder.Write("endpoints.yml", endpointsFile);

        var hosts = Find(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(["first"], hosts.Names);
        var diagnostic = Assert.Single(hosts.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.StartsWith($"the endpoints file {path} is not used: {warning}", diagnostic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoints_file_that_the_router_keeps_to_itself_is_gone_without_quietly()
    {
        Directory.CreateDirectory(folder["endpoints.yml"]); // stops root, too

        var hosts = Find(ConfigText.WithCtrl("{endpoint: 'tls:first:1'}"));

        Assert.Equal(["first"], hosts.Names);
        var diagnostic = Assert.Single(hosts.Diagnostics);
        Assert.Equal(LogLevel.Debug, diagnostic.Level);
        Assert.Equal($"the endpoints file {folder["endpoints.yml"]} is not used: it cannot be read: Is a directory", diagnostic.Text);
    }

    [Fact]
    public void Without_a_config_of_controllers_the_endpoints_file_is_enough()
    {
        folder.Write("endpoints.yml", "endpoints: ['tls:a:1']");

        var hosts = Find(ConfigText.UsualWeb);

        Assert.Equal(["a"], hosts.Names);
        Assert.DoesNotContain(hosts.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
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

        Assert.Equal(["a"], ControllerEndpoints.Find(config.Controllers!).Names);
    }

    [Theory]
    [InlineData("v1.6.13/endpoints.yml", "ctrl.ziti.example")]
    [InlineData("v2.0.3/endpoints.yml", "ctrl.ziti.example ctrl2.ziti.example ctrl3.ziti.example")]
    public void The_endpoints_files_of_real_routers_are_read(string recorded, string names)
    {
        folder.Write("endpoints.yml", File.ReadAllBytes(Repository.Recorded(recorded)));

        Assert.Equal(names, string.Join(' ', Find(ConfigText.UsualWeb).Names));
    }

    /// <summary>endpoints.yml since 1.5; before, endpoints in ctrl.dataDir or beside the config, which an upgrade may leave behind.</summary>
    [Theory]
    //          ctrl                    files                                                              hosts
    [InlineData("", "endpoints=Endpoints: ['tls:old:1']", "old")]
    [InlineData("", "endpoints=endpoints: ['tls:old:1']", "old")]
    [InlineData(", dataDir: data", "data/endpoints=Endpoints: ['tls:data:1']", "data")] // in the config's folder, where the units start the router
    [InlineData(", dataDir: '{DIR}/data'", "data/endpoints=Endpoints: ['tls:data:1']", "data")]
    [InlineData(", dataDir: $DATA", "data/endpoints=Endpoints: ['tls:data:1']", "data")]
    [InlineData(", dataDir: data", "endpoints=Endpoints: ['tls:old:1']", "first")] // not beside the config, where there is a dataDir
    [InlineData(", dataDir: data", "endpoints.yml=endpoints: ['tls:new:1']|data/endpoints=Endpoints: ['tls:data:1']", "new")]
    [InlineData("", "endpoints.yml=endpoints: ['tls:new:1']|endpoints=Endpoints: ['tls:old:1']", "new")]
    [InlineData("", "endpoints.yml=endpoints: []|endpoints=Endpoints: ['tls:old:1']", "first")] // it is there: no further file
    [InlineData("", "endpoints.yml=|endpoints=Endpoints: ['tls:old:1']", "first")]
    [InlineData("", "endpoints.yml=endpoints: [|endpoints=Endpoints: ['tls:old:1']", "first")]
    [InlineData("", "endpoints.yml/=|endpoints=Endpoints: ['tls:old:1']", "first")] // a directory
    [InlineData("", "endpoints.yml@=gone.yml|endpoints=Endpoints: ['tls:old:1']", "old")] // a link to nothing is nothing, as for the router
    [InlineData(", endpointsFile: gone.yml", "endpoints.yml=endpoints: ['tls:new:1']|endpoints=Endpoints: ['tls:old:1']", "first")] // no router that knows this key reads another
    [InlineData(", endpointsFile: gone.yml, dataDir: data", "data/endpoints=Endpoints: ['tls:data:1']", "first")]
    public void The_first_endpoints_file_that_exists_is_read(string ctrl, string files, string names)
    {
        foreach (var file in files.Split('|').Select(each => each.Split('=')))
        {
            if (file[0].EndsWith('/'))
            {
                Directory.CreateDirectory(folder[file[0]]);
            }
            else if (file[0].EndsWith('@'))
            {
                File.CreateSymbolicLink(folder[file[0].TrimEnd('@')], folder[file[1]]);
            }
            else
            {
                folder.Write(file[0], file[1]);
            }
        }

        Assert.Equal(names, string.Join(' ', Find(ConfigText.WithCtrl($"{{endpoint: 'tls:first:1'{ctrl.Replace("{DIR}", folder.Path, StringComparison.Ordinal)}}}")).Names));
    }

    /// <summary>2.0: where controllers dial the router, it needs no address of theirs.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("endpoints: []")]
    public void A_router_that_controllers_dial_names_none(string? endpointsFile)
    {
        if (endpointsFile is not null)
        {
            folder.Write("endpoints.yml", endpointsFile);
        }

        var hosts = Find(ConfigText.WithCtrl("{listeners: [{bind: 'tls:0.0.0.0:6262'}]}"));

        Assert.Empty(hosts.Names);
        Assert.DoesNotContain(hosts.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Theory]
    [InlineData("{}", "lists none", "")]
    [InlineData("{listeners: [{bind: 'tls:0.0.0.0:6262'}]}", "cannot be read: Is a directory", null)]
    [InlineData("{}", "cannot be read: Is a directory", null)]
    public void Without_controllers_the_endpoints_file_and_its_state_are_named(string ctrl, string why, string? endpointsFile)
    {
        if (endpointsFile is null)
        {
            Directory.CreateDirectory(folder["endpoints.yml"]);
        }
        else
        {
            folder.Write("endpoints.yml", endpointsFile);
        }

        var warning = Assert.Single(Find(ConfigText.WithCtrl(ctrl)).Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);

        Assert.Equal(
            $"the router's config {folder["config.yml"]} names no controller, and the endpoints file {folder["endpoints.yml"]} {why}; links to controllers cannot be excluded", warning.Text);
    }

    private ControllerHosts Find(string text) => ControllerEndpoints.Find(RouterConfig.Read(folder.Write("config.yml", text), Variables).Controllers!);
}
