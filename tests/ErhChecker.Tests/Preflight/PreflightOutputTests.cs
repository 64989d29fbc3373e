using System.Net;
using System.Text.Json;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Preflight;
using ErhChecker.Router;
using ErhChecker.Settings;
using ErhChecker.Tests.Support;
using NJsonSchema;

namespace ErhChecker.Tests.Preflight;

/// <summary>What the preflight prints, for each fault, to a person and to a program.</summary>
public class PreflightOutputTests
{
    private static readonly VrrpScript Script = new("erhchecker", "/etc/keepalived/keepalived.conf:17")
    {
        Command = ["/home/ziggy/erhchecker.pyz", "-t", "300"],
        Interval = "12",
        Timeout = "11",
    };

    private static readonly UserAccount Ziggy = new("ziggy", 1001, 1001);
    private static readonly KeepalivedVersion Version = KeepalivedVersion.Parse("Keepalived v2.2.7 (01/16,2022)")!;

    /// <summary>Each fault, by the name of its golden file.</summary>
    private static readonly Dictionary<string, Action<PreflightReport>> Faults = new(StringComparer.Ordinal)
    {
        ["good"] = Good,
        ["keepalived-missing"] = report => KeepalivedFindings.Version(isInstalled: false, null, "", report),
        ["script-missing"] = report => KeepalivedFindings.File(Script, new() { Problem = "does not exist" }, Ziggy, hasScriptSecurity: true, report),
        ["script-not-executable"] = report => KeepalivedFindings.File(
            Script,
            new() { Problem = "cannot be executed: Permission denied", Remedy = "Run as root:\n\tchmod a+rx /home/ziggy/erhchecker.pyz" },
            Ziggy,
            hasScriptSecurity: true,
            report),
        ["script-other-version"] = report => KeepalivedFindings.File(Script, new() { OtherVersion = "1.1.0" }, Ziggy, hasScriptSecurity: true, report),
        ["script-unsafe"] = report => KeepalivedFindings.File(Script, new() { UnsafePart = "/home/ziggy" }, new("root", 0, 0), hasScriptSecurity: true, report),
        ["script-unsafe-allowed"] = report => KeepalivedFindings.File(Script, new() { UnsafePart = "/home/ziggy" }, new("root", 0, 0), hasScriptSecurity: false, report),
        ["no-script"] = report => KeepalivedFindings.Scripts("/etc/keepalived/keepalived.conf", Config(""), [], null, hasInterpreter: false, report),
        ["wrong-script"] = report => KeepalivedFindings.Scripts(
            "/etc/keepalived/keepalived.conf", Config(""), [], new("ziti", "/etc/keepalived/keepalived.conf:17") { Command = ["/home/ziggy/erchecker.pyz"] }, hasInterpreter: false, report),
        ["other-script"] = report => KeepalivedFindings.Scripts("/etc/keepalived/keepalived.conf", Config("vrrp_script ping { script /bin/ping }"), [], null, hasInterpreter: false, report),
        ["deadline"] = report => KeepalivedFindings.Timers(Script, TimeSpan.FromSeconds(30), Version, report),
        ["interval"] = report => KeepalivedFindings.Timers(
            new("erhchecker", Script.Place) { Interval = "3", Timeout = "11" }, TimeSpan.FromSeconds(10), Version, report),
        ["not-tracked"] = report => Tracking("vrrp_script erhchecker {\n}", report),
        ["tracked-before"] = report => Tracking("vrrp_instance ziti { track_script { erhchecker } }\nvrrp_script erhchecker {\n}", report),
        ["unresolved"] = report => KeepalivedFindings.Unresolved(new("erhchecker", Script.Place) { Command = ["${DIR}/erhchecker"] }, report),
        ["options"] = report => ScriptSettings.Read(
            new("erhchecker", Script.Place) { Command = ["/usr/bin/erhchecker", "--switchTimeuot", "30"] }, [], Environment(), report),
        ["options-unquoted"] = report => ScriptSettings.Read(
            new("erhchecker", Script.Place) { Command = ["/usr/bin/erhchecker"], Ignored = "-t 30" }, [], Environment(), report),
        ["options-help"] = report => ScriptSettings.Read(
            new("erhchecker", Script.Place) { Command = ["/usr/bin/erhchecker", "--help"] }, [], Environment(), report),
        ["variables"] = report =>
        {
            Environment(("SWITCH_TIMOUT", "30")).JudgeNames(report);
            Environment(("SWITCH_TIMEOUT", "30")).JudgeOverrides(report);
            ScriptSettings.Read(Script, ["-c", "/etc/ziti/router.yml"], Environment(("CHECK_TIMEOUT", "soon"), ("LOG_LEVEL", "DEBUG")), report);
        },
        ["config-missing"] = report => RouterFindings.Config("/opt/x/config.yml", new(NoReport.ConfigMissing, "", [], null, []), report),
        ["config-unusable"] = report => RouterFindings.Config(
            "/opt/x/config.yml",
            new(NoReport.ConfigUnusable, "the router's config /opt/x/config.yml has no usable health-check listener: expected a listener in 'web'", [], null, []),
            report),
        ["endpoints"] = report => RouterFindings.Endpoints(Controllers("/opt/x", new(FileState.Unreadable, "", "cannot be read: it is a pipe or a socket")), report),
        ["endpoints-alone"] = report => RouterFindings.Endpoints(Controllers("/opt/x", new(FileState.Read, "", "")) with { IsFromFile = true }, report),
        ["endpoints-empty"] = report => RouterFindings.Endpoints(Controllers("/opt/x", new(FileState.Read, "", "")), report),
        ["controllers-none"] = report => NoController(new("/opt/x/config.yml", [], ["/opt/x/endpoints.yml"]), report),
        ["controllers-unset"] = report => NoController(
            new("/opt/x/config.yml", [], ["/opt/x/endpoints.yml"]) { UnsetText = "; empty or not set in the environment of this check: CTRL" }, report),
        ["no-traversal"] = report => RouterFindings.NoTraversal("/etc/x.yml", 0, new(LogLevel.Error, "the no-traversal file /etc/x.yml does not exist; no links are excluded"), report),
        ["controllers"] = report => RouterFindings.Controllers(
            Controllers("/opt/x", null), new HashSet<IPAddress>(), [new(LogLevel.Warning, "the controller's name ctrl.ziti.example does not resolve"), new(LogLevel.Debug, "a step")], report),
        ["router-refuses"] = report => RouterFindings.Health(
            new(new("127.0.0.1", 8081), null, "cannot be reached: connection refused"), Settings(), new HashSet<string>(), new HashSet<IPAddress>(), report),
        ["router-hangs"] = report => RouterFindings.Health(null, Settings(), new HashSet<string>(), new HashSet<IPAddress>(), report),
        ["router-no-report"] = report => RouterFindings.Health(
            new(new("127.0.0.1", 8081), "{}"u8.ToArray(), ""), Settings(), new HashSet<string>(), new HashSet<IPAddress>(), report),
        ["circuits-no-rule"] = report => Circuits(CircuitObstacle.SudoRule, "ziggy", report),
        ["circuits-no-sudo"] = report => Circuits(CircuitObstacle.Sudo, "ziggy", report),
        ["circuits-no-program"] = report => Circuits(CircuitObstacle.Program, "root", report),
        ["circuits-no-agent"] = report => Circuits(CircuitObstacle.Agent, "root", report),
        ["log"] = report => WrittenFiles.Judge(Settings("-f", "/proc/no/such/x.log"), [], report),
        ["hostile"] = report => report.Fail("config", "a name\e[2J\nwith \u202e control characters", "Run:\n\trm \e[2J"),
    };

    public static TheoryData<string> Names { get; } = [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_for_a_person(string name)
    {
        var text = PreflightText.Format(Report(name), hasColor: false);

        Golden.Matches($"preflight-{name}.txt", WithoutVersion(text));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Json_for_a_program(string name)
    {
        var schema = await JsonSchema.FromFileAsync(Repository.PathOf("samples", "preflight.schema.json"));
        var report = Report(name);

        var json = PreflightJson.Format(report);

        Assert.Empty(schema.Validate(json));
        Assert.Equal(json.Length - 1, json.IndexOf('\n', StringComparison.Ordinal));
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(report.IsOk, root.GetProperty("ok").GetBoolean());
        Assert.Equal(report.Findings.Select(finding => finding.Name), root.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public void Json_is_pinned() => Golden.Matches("preflight.json", WithoutVersion(PreflightJson.Format(Report("circuits-no-rule"))));

    [Fact]
    public void A_terminal_gets_colors()
    {
        var text = PreflightText.Format(Report("circuits-no-rule"), hasColor: true);

        Assert.Contains("\e[31merror\e[0m", text, StringComparison.Ordinal);
    }

    /// <summary>A path with what has a meaning in sudoers(5).</summary>
    [Fact]
    public void The_sudoers_line_escapes_the_path() => Assert.Equal(
        "ziggy ALL=(root) NOPASSWD: /opt/a\\ b\\,c\\:d\\=e\\\\f agent router dump-routes --app-type router",
        CircuitFindings.SudoersLine("/opt/a b,c:d=e\\f", "ziggy"));

    [Fact]
    public void Warnings_leave_the_exit_code_at_0_and_errors_do_not()
    {
        var report = new PreflightReport();
        report.Ok("a", "b");
        report.Warn("a", "b", "c");
        Assert.Equal((true, 0), (report.IsOk, report.ExitCode));

        report.Fail("a", "b", "c");
        Assert.Equal((false, 1), (report.IsOk, report.ExitCode));
    }

    private static string WithoutVersion(string text) => text.Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal);

    private static PreflightReport Report(string name)
    {
        var report = new PreflightReport();
        Faults[name](report);
        return report;
    }

    private static void Good(PreflightReport report)
    {
        var config = Config("global_defs { script_user ziggy }");
        KeepalivedFindings.Version(isInstalled: true, Version, "", report);
        KeepalivedTest.Judge(new(0, "", ""), config, [Script], report);
        KeepalivedFindings.Scripts("/etc/keepalived/keepalived.conf", config, [Script], null, hasInterpreter: false, report);
        Tracking("vrrp_script erhchecker { script /home/ziggy/erhchecker.pyz }\nvrrp_instance ziti { track_script { erhchecker } }", report);
        report.User = "ziggy";
        KeepalivedFindings.File(Script, new(), Ziggy, hasScriptSecurity: true, report);
        var settings = ScriptSettings.Read(Script, ["-c", "/etc/ziti/router.yml"], Environment(), report);
        KeepalivedFindings.Timers(Script, settings.Timeout, Version, report);
        RouterFindings.Config("/etc/ziti/router.yml", new(null, "", [new("127.0.0.1", 8081)], null, []), report);
        RouterFindings.Endpoints(Controllers("/etc/ziti", new(FileState.Missing, "", "")), report);
        RouterFindings.Controllers(Controllers("/etc/ziti", null), new HashSet<IPAddress> { IPAddress.Parse("203.0.113.10") }, [], report);
        CircuitFindings.Judge(CircuitCount.Known(5, 0), "through sudo", "/opt/netfoundry/ziti/ziti", "ziggy", CircuitObstacle.Agent, report);
    }

    private static void NoController(ControllerConfig config, PreflightReport report)
    {
        var hosts = ControllerEndpoints.WithoutFile(config, "does not exist");
        RouterFindings.Controllers(hosts, new HashSet<IPAddress>(), [.. hosts.Diagnostics], report);
    }

    private static ControllerHosts Controllers(string folder, TextFile? file) => new(
        new($"{folder}/config.yml", ["tls:ctrl.ziti.example:443"], [$"{folder}/endpoints.yml"]), ["ctrl.ziti.example"], $"{folder}/endpoints.yml", file, IsFromFile: false, []);

    private static void Circuits(CircuitObstacle obstacle, string user, PreflightReport report)
    {
        report.User = user;
        CircuitFindings.Judge(
            CircuitCount.Unknown("sudo -n /opt/netfoundry/ziti/ziti exited with code 1"), "through sudo", "/opt/netfoundry/ziti/ziti", user, obstacle, report);
    }

    private static KeepalivedConfig Config(string text)
    {
        var parser = new KeepalivedParser("", null, _ => [new("/conf", new(FileState.Read, text, ""), isExecutable: false)], new());
        parser.Read("/conf");
        return KeepalivedConfig.Interpret(parser.Statements);
    }

    private static void Tracking(string text, PreflightReport report)
    {
        var config = Config(text);
        new TrackingFindings(config, Version, report).Judge(config.Scripts);
    }

    private static CheckSettings Settings(params string[] arguments) =>
        ((Request.Run)CommandLine.Read(arguments, new Dictionary<string, string>(StringComparer.Ordinal))).Settings;

    private static ServiceEnvironment Environment(params (string Name, string Value)[] own) => new(
        "/etc/default/keepalived",
        new(StringComparer.Ordinal) { ["LOG_LEVEL"] = "WARNING" },
        own.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal));
}
