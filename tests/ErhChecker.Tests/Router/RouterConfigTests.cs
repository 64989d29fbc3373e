using System.Collections;
using System.Text;
using ErhChecker.Host;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The router's config: missing means that the router is not there, unusable that it cannot be told.</summary>
public sealed class RouterConfigTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("none/config.yml")]
    [InlineData("config.yml/config.yml")] // below a file
    [InlineData("dangling.yml")]
    public void Nonexistent_config_is_missing(string name)
    {
        folder.Write("config.yml", ConfigText.UsualWeb);
        File.CreateSymbolicLink(folder["dangling.yml"], folder["gone.yml"]);
        var path = name.Length == 0 ? "" : folder[name];

        var config = RouterConfig.Read(path, NoVariables);

        Assert.Equal(RouterConfigState.Missing, config.State);
        Assert.Equal($"the router's config {path} does not exist; set its path with -c or ROUTER_CONFIG_FILE_PATH", config.Problem);
    }

    [Fact]
    public void A_path_with_a_NUL_is_missing() =>
        Assert.Equal(RouterConfigState.Missing, RouterConfig.Read("/etc/\0x", NoVariables).State);

    [Theory]
    [InlineData("", "is empty: expected sections such as 'ctrl:' and 'web:'")]
    [InlineData("# nothing but a comment\n", "is empty: expected sections such as 'ctrl:' and 'web:'")]
    [InlineData("~", "is empty: expected sections such as 'ctrl:' and 'web:'")]
    [InlineData("- a\n- list\n", "is not a map: expected sections such as 'ctrl:' and 'web:'")]
    [InlineData("a word", "is not a map: expected sections such as 'ctrl:' and 'web:'")]
    [InlineData("web: [unclosed", "is not valid YAML: line ")]
    [InlineData("web: \u0007", "is not valid YAML: it contains the control character U+0007")]
    [InlineData("ctrl: {endpoint: 'tls:a:1'}", "has no usable health-check listener: expected a listener in 'web' whose 'apis' have 'binding: health-checks'")]
    [InlineData("web: [{name: health-check, bindPoints: [{interface: '${HEALTH}'}], apis: [{binding: health-checks}]}]",
        "has no usable health-check listener: listener 'health-check' has a bind point with interface '${HEALTH}': the value is empty or too long; empty or not set in the environment of this check: HEALTH")]
    public void Config_without_endpoint_is_unusable(string text, string problem)
    {
        var config = Read(text);

        Assert.Equal(RouterConfigState.Unusable, config.State);
        Assert.StartsWith($"the router's config {folder["config.yml"]} {problem}", config.Problem, StringComparison.Ordinal);
        Assert.Empty(config.HealthEndpoints);
    }

    [Theory]
    [InlineData(63, RouterConfigStateNames.Usable)]
    [InlineData(64, RouterConfigStateNames.Unusable)] // the map around it is the 65th
    [InlineData(20_000, RouterConfigStateNames.Unusable)]
    public void A_config_may_be_nested_64_deep(int depth, string state) =>
        Assert.Equal(state, Read($"x: {new string('[', depth)}{new string(']', depth)}\n{ConfigText.UsualWeb}").State.ToString());

    [Theory]
    [InlineData(0, RouterConfigStateNames.Usable)]
    [InlineData(1, RouterConfigStateNames.Unusable)]
    public void A_config_may_have_1_MiB(int more, string state)
    {
        var text = ConfigText.UsualWeb + "#";

        var config = Read(text + new string('x', TextFile.MaxBytes - text.Length + more));

        Assert.Equal(state, config.State.ToString());
        Assert.Equal(more > 0, config.Problem.EndsWith("is larger than 1024 KiB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    public void A_config_is_read_in_every_encoding_that_YAML_knows(string encoding, bool withMark)
    {
        var form = Encoding.GetEncoding(encoding);
        byte[] mark = withMark ? form.GetPreamble() : [];
        folder.Write("config.yml", [.. mark, .. form.GetBytes("# Zürich\n" + ConfigText.UsualWeb)]);

        Assert.Equal(RouterConfigState.Usable, RouterConfig.Read(folder["config.yml"], NoVariables).State);
    }

    [Theory]
    [InlineData(new byte[] { 0x23, 0x20, 0x5a, 0xfc, 0x0a }, "is not text: byte 4 is not valid UTF-8")] // Latin-1
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, 0xff }, "is not text: byte 4 is not valid UTF-8")]
    [InlineData(new byte[] { 0xff, 0xfe, 0x00, 0xdc, 0x00, 0x00 }, "is not text: byte 3 is not valid UTF-16")]
    [InlineData(new byte[] { 0x7f, 0x45, 0x4c, 0x46 }, "is not valid YAML: it contains the control character U+007F")]
    public void Config_that_is_not_text_is_unusable(byte[] bytes, string problem)
    {
        folder.Write("config.yml", bytes);

        var config = RouterConfig.Read(folder["config.yml"], NoVariables);

        Assert.Equal(RouterConfigState.Unusable, config.State);
        Assert.Equal($"the router's config {folder["config.yml"]} {problem}", config.Problem);
    }

    [Fact]
    public void A_config_may_have_line_ends_of_Windows() =>
        Assert.Equal(RouterConfigState.Usable, Read(ConfigText.UsualWeb.ReplaceLineEndings("\r\n")).State);

    [Fact]
    public void Of_a_key_given_twice_the_last_counts() =>
        Assert.Equal("https://127.0.0.1:8082/health-checks", Assert.Single(Read(
            ConfigText.UsualWeb + ConfigText.UsualWeb.Replace("8081", "8082", StringComparison.Ordinal)).HealthEndpoints).Url);

    [Fact]
    public void The_config_of_a_real_router_is_read()
    {
        var config = RouterConfig.Read(Repository.Recorded("config.yml"), NoVariables);

        Assert.Equal(RouterConfigState.Usable, config.State);
        Assert.Equal("https://127.0.0.1:8081/health-checks", Assert.Single(config.HealthEndpoints).Url);
        Assert.Equal(["ctrl.ziti.example"], ControllerEndpoints.Find(config.Controllers!).Names);
        Assert.DoesNotContain(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug);
    }

    [Fact]
    public void Internal_error_makes_the_config_unusable()
    {
        var path = folder.Write("config.yml", ConfigText.WithBindPoints("[{interface: '$HOST:8081'}]"));

        var config = RouterConfig.Read(path, new FailingVariables());

        Assert.Equal(RouterConfigState.Unusable, config.State);
        Assert.Equal($"the router's config {path} cannot be evaluated: internal error; please report it with the file", config.Problem);
    }

    [Fact]
    public void Controllers_that_cannot_be_evaluated_leave_the_endpoint()
    {
        var path = folder.Write("config.yml", ConfigText.UsualWeb + "ctrl: {endpoint: 'tls:$HOST:1'}\n");

        var config = RouterConfig.Read(path, new FailingVariables());

        Assert.Equal(RouterConfigState.Usable, config.State);
        Assert.Empty(config.Controllers!.Endpoints);
        Assert.Equal(
            new Diagnostic(LogLevel.Warning, $"the controllers in {path} cannot be evaluated: internal error; please report it with the file; links to controllers cannot be excluded"),
            Assert.Single(config.Diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug));
    }

    [Theory]
    [InlineData("folder", "cannot be read: Is a directory")]
    [InlineData("loop", "cannot be read: Too many levels of symbolic links")] // stops root, too
    [InlineData("pipe", "cannot be read: it is a pipe or a socket")]
    [InlineData("/dev/zero", "")]
    [InlineData("/dev/null", "")]
    [InlineData("/proc/self/mem", "")]
    public void A_path_of_no_regular_file_is_unusable_and_not_waited_for(string name, string problem)
    {
        Directory.CreateDirectory(folder["folder"]);
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        folder.MakePipe("pipe");
        var path = Path.Combine(folder.Path, name);

        var config = RouterConfig.Read(path, NoVariables);

        Assert.Equal(RouterConfigState.Unusable, config.State);
        Assert.StartsWith($"the router's config {path} {problem}", config.Problem, StringComparison.Ordinal);
    }

    private RouterConfig Read(string text) => RouterConfig.Read(folder.Write("config.yml", text), NoVariables);

    /// <summary>Variables that fail as no caller expects.</summary>
    private sealed class FailingVariables : IReadOnlyDictionary<string, string>
    {
        public IEnumerable<string> Keys => [];

        public IEnumerable<string> Values => [];

        public int Count => 0;

        public string this[string key] => throw new InvalidTimeZoneException();

        public bool ContainsKey(string key) => throw new InvalidTimeZoneException();

        public bool TryGetValue(string key, out string value) => throw new InvalidTimeZoneException();

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new InvalidTimeZoneException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static class RouterConfigStateNames
    {
        public const string Usable = nameof(RouterConfigState.Usable);
        public const string Unusable = nameof(RouterConfigState.Unusable);
    }
}
