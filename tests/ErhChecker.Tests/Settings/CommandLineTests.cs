using System.Globalization;
using ErhChecker.Settings;

namespace ErhChecker.Tests.Settings;

/// <summary>Options, else variables, else defaults; a bad command line is refused, a bad variable only complained of.</summary>
public class CommandLineTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    private static readonly Option[] Options =
    [
        new("--routerConfigFilePath", "-c", "ROUTER_CONFIG_FILE_PATH", "/etc/x.yml", "config=/etc/x.yml"),
        new("--zitiBinaryFilePath", "-z", "ZITI_BINARY_FILE_PATH", "/usr/bin/ziti", "ziti=/usr/bin/ziti"),
        new("--switchTimeout", "-t", "SWITCH_TIMEOUT", "300", "switch=300"),
        new("--noTFlagRoutersFilePath", "-r", "NO_T_FLAG_ROUTERS_FILE_PATH", "ids.yml", "ids=ids.yml"),
        new("--logLevel", "-l", "LOG_LEVEL", "DEBUG", "level=DEBUG"),
        new("--logFile", "-f", "LOG_FILE", "/var/log/x.log", "log=/var/log/x.log"),
        new("--statusFile", "-s", "STATUS_FILE", "/run/x.json", "status=/run/x.json"),
        new("--metricsFile", "-m", "METRICS_FILE", "/var/lib/x.prom", "metrics=/var/lib/x.prom"),
        new("--historyFile", null, "HISTORY_FILE", "/var/log/h.jsonl", "history=/var/log/h.jsonl"),
        new("--timeout", null, "CHECK_TIMEOUT", "2.5", "timeout=2500"),
        new("--output", null, null, "json", "output=Json"),
    ];

    public static TheoryData<string> Names => [.. Options.Select(option => option.Name)];

    /// <summary>The variables, each with its option.</summary>
    public static TheoryData<string, string> Variables
    {
        get
        {
            var variables = new TheoryData<string, string>();
            foreach (var option in Options.Where(option => option.Variable is not null))
            {
                variables.Add(option.Variable!, option.Name);
            }

            return variables;
        }
    }

    [Fact]
    public void Without_options_and_variables_the_defaults_count() =>
        Assert.Equal(
            "config=/opt/netfoundry/ziti/ziti-router/config.yml ziti=/opt/netfoundry/ziti/ziti switch=600 ids= level=INFO log= status= metrics= history= maintenance=/run/keepalived.maintenance timeout=10000 output=Auto",
            Told(Run([])));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_option_takes_its_value_in_every_form(string name)
    {
        var (_, alias, _, value, told) = Find(name);
        string[][] forms = alias is null
            ? [[name, value], [$"{name}={value}"]]
            : [[name, value], [$"{name}={value}"], [alias, value], [$"{alias}{value}"]];
        foreach (var form in forms)
        {
            Assert.Contains(told, Told(Run(form)).Split(' '));
        }
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void Every_variable_counts_where_its_option_is_not_given(string variable, string name)
    {
        var option = Find(name);

        Assert.Contains(option.Told, Told(Run([], (variable, option.Value))).Split(' '));
        Assert.Contains(option.Told, Told(Run(["--output", "none"], (variable, option.Value))).Split(' '));
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void An_option_counts_before_its_variable(string variable, string name)
    {
        var option = Find(name);

        var run = Run([name, option.Value], (variable, "ERROR")); // no number: not even looked at

        Assert.Contains(option.Told, Told(run).Split(' '));
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void A_variable_that_is_set_but_empty_counts_as_not_set(string variable, string name)
    {
        var run = Run([], (variable, ""));

        Assert.Equal(Told(Run([])), Told(run));
        Assert.DoesNotContain(Find(name).Told, Told(run).Split(' '));
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_an_option_given_twice_the_last_counts(string name)
    {
        var (_, alias, _, value, told) = Find(name);
        var first = name switch { "--output" => "none", "--logLevel" => "ERROR", _ => "7" };

        Assert.Contains(told, Told(Run([name, first, name, value])).Split(' '));
        Assert.Contains(told, Told(Run([name, first, $"{alias ?? name + "="}{value}"])).Split(' '));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_option_without_its_value_is_refused(string name)
    {
        var alias = Find(name).Alias;
        var option = alias is null ? name : $"{alias}/{name}";
        foreach (var arguments in (string[][])[[name], [alias ?? name], [name, "--output=json"], [name, "-t", "5"], [name, "-h"], [name, name]])
        {
            Assert.Contains(Refused(arguments), reason => reason.StartsWith($"{option} requires a value: expected ", StringComparison.Ordinal));
        }
    }

    [Theory]
    //          option          value           what is right
    [InlineData("-t/--switchTimeout", "-1", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "1.5", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "1e3", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "10m", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "٣", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "+", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", " ", "a whole number of seconds, 0 or more")]
    [InlineData("-t/--switchTimeout", "", "a whole number of seconds, 0 or more")]
    [InlineData("-l/--logLevel", "LOUD", "DEBUG, INFO, WARNING, ERROR or CRITICAL")]
    [InlineData("-l/--logLevel", "WARN", "DEBUG, INFO, WARNING, ERROR or CRITICAL")]
    [InlineData("-l/--logLevel", "10", "DEBUG, INFO, WARNING, ERROR or CRITICAL")]
    [InlineData("-l/--logLevel", "", "DEBUG, INFO, WARNING, ERROR or CRITICAL")]
    [InlineData("--timeout", "0", "a number of seconds above 0")]
    [InlineData("--timeout", "-1", "a number of seconds above 0")]
    [InlineData("--timeout", "ten", "a number of seconds above 0")]
    [InlineData("--timeout", "NaN", "a number of seconds above 0")]
    [InlineData("--timeout", "Infinity", "a number of seconds above 0")]
    [InlineData("--timeout", "1e999", "a number of seconds above 0")]
    [InlineData("--timeout", "1,5", "a number of seconds above 0")]
    [InlineData("--timeout", "10s", "a number of seconds above 0")]
    [InlineData("--timeout", "", "a number of seconds above 0")]
    [InlineData("--output", "xml", "auto, none, text or json")]
    [InlineData("--output", "JSON", "auto, none, text or json")]
    [InlineData("--output", "", "auto, none, text or json")]
    [InlineData("-c/--routerConfigFilePath", "", "a path")]
    [InlineData("-f/--logFile", "", "a path")]
    [InlineData("-r/--noTFlagRoutersFilePath", "", "a path")]
    [InlineData("-z/--zitiBinaryFilePath", "", "a path")]
    public void An_option_with_a_bad_value_is_refused(string option, string value, string expected)
    {
        var name = option.Split('/')[^1];
        var reason = $"invalid value '{value}' for {option}: expected {expected}";

        Assert.Equal([reason], Refused([name, value]));
        Assert.Equal([value.Length > 0 ? reason : $"{option} requires a value: expected {expected}"], Refused([$"{name}={value}"]));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("007", 7)]
    [InlineData("+5", 5)]
    [InlineData(" 600 ", 600)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("99999999999999999999999", long.MaxValue)] // never by time
    public void A_switch_timeout_is_any_whole_number(string text, long seconds)
    {
        Assert.Equal(seconds, Run(["-t", text]).Settings.SwitchTimeoutSeconds);
        Assert.Equal(seconds, Run([], ("SWITCH_TIMEOUT", text)).Settings.SwitchTimeoutSeconds);
    }

    [Theory]
    [InlineData("10", 10_000)]
    [InlineData("0.25", 250)]
    [InlineData(".5", 500)]
    [InlineData("1e1", 10_000)]
    [InlineData(" 3 ", 3000)]
    [InlineData("0.0001", 1)]
    [InlineData("1e300", int.MaxValue)] // a timer knows no longer time
    public void A_timeout_is_any_time_above_0(string text, double milliseconds)
    {
        Assert.Equal(milliseconds, Run(["--timeout", text]).Settings.Timeout.TotalMilliseconds);
        Assert.Equal(milliseconds, Run([], ("CHECK_TIMEOUT", text)).Settings.Timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("DEBUG", "DEBUG")]
    [InlineData("info", "INFO")]
    [InlineData("Warning", "WARNING")]
    [InlineData("eRRoR", "ERROR")]
    [InlineData("critical", "CRITICAL")]
    [InlineData(" debug ", "DEBUG")]
    public void A_level_is_taken_in_any_case(string text, string level)
    {
        Assert.Equal(level, Run(["-l", text]).Settings.LogLevel.Name());
        Assert.Equal(level, Run([], ("LOG_LEVEL", text)).Settings.LogLevel.Name());
    }

    [Theory]
    [InlineData("auto", "Auto")]
    [InlineData("none", "None")]
    [InlineData("text", "Text")]
    [InlineData("json", "Json")]
    public void Each_output_has_its_name(string text, string output) =>
        Assert.Equal(output, Run(["--output", text]).Settings.Output.ToString());

    [Theory]
    //          variable          value      what is right                                default
    [InlineData("SWITCH_TIMEOUT", "10 min", "a whole number of seconds, 0 or more", "600")]
    [InlineData("SWITCH_TIMEOUT", "-1", "a whole number of seconds, 0 or more", "600")]
    [InlineData("SWITCH_TIMEOUT", " ", "a whole number of seconds, 0 or more", "600")]
    [InlineData("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR or CRITICAL", "INFO")]
    [InlineData("CHECK_TIMEOUT", "0", "a number of seconds above 0", "10")]
    [InlineData("CHECK_TIMEOUT", "ten", "a number of seconds above 0", "10")]
    public void A_bad_variable_is_said_at_ERROR_and_its_default_used(string variable, string value, string expected, string defaultText)
    {
        var run = Run([], (variable, value));

        Assert.Equal(Told(Run([])), Told(run));
        Assert.Equal(
            new Diagnostic(LogLevel.Error, $"invalid value '{value}' for the variable {variable}: expected {expected}; the default, {defaultText}, is used"),
            Assert.Single(run.Diagnostics));
    }

    [Fact]
    public void Every_bad_variable_is_said() =>
        Assert.Equal(3, Run([], ("SWITCH_TIMEOUT", "x"), ("LOG_LEVEL", "x"), ("CHECK_TIMEOUT", "x")).Diagnostics.Count);

    [Theory]
    [InlineData("--nothing", "unknown option '--nothing'")]
    [InlineData("--nothing=5", "unknown option '--nothing=5'")]
    [InlineData("-x", "unknown option '-x'")]
    [InlineData("-x5", "unknown option '-x5'")]
    [InlineData("--Help", "unknown option '--Help'")]
    [InlineData("-T 5", "unknown option '-T'|unexpected argument '5'")] // options differ by case
    [InlineData("--switchtimeout=5", "unknown option '--switchtimeout=5'")]
    [InlineData("extra", "unexpected argument 'extra'")]
    [InlineData("-t 5 6", "unexpected argument '6'")]
    [InlineData("--output json extra", "unexpected argument 'extra'")]
    [InlineData("erhchecker", "unexpected argument 'erhchecker'")]
    [InlineData("Preflight", "unexpected argument 'Preflight'")] // commands differ by case too
    [InlineData("erhchecker preflight", "unexpected argument 'erhchecker'|unexpected argument 'preflight'")]
    [InlineData("-t 5 preflight", "unexpected argument 'preflight'")]
    [InlineData("testhost", "unexpected argument 'testhost'")]
    [InlineData("-", "unexpected argument '-'")]
    [InlineData("[suggest]", "unexpected argument '[suggest]'")]
    [InlineData("[parse] -t 5", "unexpected argument '[parse]'")]
    [InlineData("[diagram]", "unexpected argument '[diagram]'")]
    [InlineData("[env:X=1]", "unexpected argument '[env:X=1]'")]
    [InlineData("@arguments.txt", "unexpected argument '@arguments.txt'")] // no response file
    [InlineData("-- extra", "unexpected argument 'extra'")]
    [InlineData("/h", "unexpected argument '/h'")]
    [InlineData("-?", "unknown option '-?'")]
    [InlineData("--help=1", "--help does not take a value: found '--help=1'")]
    [InlineData("--help=", "--help does not take a value: found '--help='")]
    [InlineData("--help:1", "--help does not take a value: found '--help:1'")]
    [InlineData("-h=1", "-h does not take a value: found '-h=1'")]
    [InlineData("--version=1", "--version does not take a value: found '--version=1'")]
    [InlineData("-v:1", "-v does not take a value: found '-v:1'")]
    [InlineData("-t 5 --help=1 extra", "--help does not take a value: found '--help=1'|unexpected argument 'extra'")]
    [InlineData("--logFile:x.log", "unknown option '--logFile:x.log'")]
    [InlineData("--output:json", "unknown option '--output:json'")]
    [InlineData("--timeout:5=6", "unknown option '--timeout:5=6'")]
    [InlineData("-- --output:json", "unknown option '--output:json'")]
    public void A_stray_word_is_refused_by_name(string arguments, string reasons) =>
        Assert.Equal(reasons.Split('|'), Refused(arguments.Split(' ')));

    [Fact]
    public void An_empty_word_is_refused() => Assert.Equal(["unexpected argument ''"], Refused([""]));

    [Fact]
    public void The_programs_own_name_is_no_option_either() =>
        Assert.Equal(
            [$"unexpected argument '{System.CommandLine.RootCommand.ExecutableName}'"],
            Refused([System.CommandLine.RootCommand.ExecutableName]));

    /// <summary>A command line with no text at all at a place is one that the parser stumbles over.</summary>
    [Fact]
    public void Whatever_the_parser_throws_is_a_bad_command_line() =>
        Assert.Equal(["the command line cannot be parsed: expected options as --help lists them"], Refused(["-t", null!]));

    [Theory]
    [InlineData(1_001, "1,001")]
    [InlineData(60_000, "60,000")]
    public void More_than_1000_words_are_a_bad_command_line(int count, string found)
    {
        var words = Enumerable.Repeat("--help", count).ToArray();

        Assert.Equal([$"too many arguments: found {found}, expected 1,000 or fewer"], Refused(words));
    }

    /// <summary>keepalived discards standard error: the log is where it is read.</summary>
    [Fact]
    public void The_log_file_that_too_long_a_command_line_names_is_known()
    {
        string[] words = ["-f", "/var/log/x.log", .. Enumerable.Repeat("x", 60_000)];

        Assert.Equal("/var/log/x.log", Assert.IsType<Request.Invalid>(CommandLine.Read(words, NoVariables)).Settings.LogFile);
    }

    [Fact]
    public void A_thousand_words_are_read() =>
        Assert.Equal(5, Run([.. Enumerable.Repeat<string[]>(["-t", "5"], 500).SelectMany(pair => pair)]).Settings.SwitchTimeoutSeconds);

    [Fact]
    public void Everything_wrong_is_said_at_once() =>
        Assert.Equal(
            ["unknown option '--x'", "invalid value 'y' for -t/--switchTimeout: expected a whole number of seconds, 0 or more"],
            Refused(["--x", "-t", "y"]));

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-h -v")]
    [InlineData("-t 5 --help")]
    [InlineData("--nothing -h")] // who asks for help gets it
    public void Help_can_be_asked_for(string arguments) =>
        Assert.IsType<Request.Help>(CommandLine.Read(arguments.Split(' '), NoVariables));

    [Theory]
    [InlineData("-v")]
    [InlineData("--version")]
    [InlineData("-t 5 -v")]
    public void The_version_can_be_asked_for(string arguments) =>
        Assert.IsType<Request.Version>(CommandLine.Read(arguments.Split(' '), NoVariables));

    [Theory]
    [InlineData("-f", "@x", "@x")]
    [InlineData("-f", "[x]", "[x]")]
    [InlineData("-f", "a b", "a b")]
    [InlineData("-f", "a=b:c", "a=b:c")]
    [InlineData("-f", "-x", "-x")]
    [InlineData("-f/tmp/a=b:c.log", null, "/tmp/a=b:c.log")]
    [InlineData("-fh", null, "h")]
    [InlineData("-f:x.log", null, ":x.log")]
    [InlineData("-f:", null, ":")]
    [InlineData("-f:a=b:c", null, ":a=b:c")]
    [InlineData("-f", ":x.log", ":x.log")]
    [InlineData("-f=x.log", null, "x.log")] // as erhchecker.pyz takes it
    [InlineData("--logFile=:x.log", null, ":x.log")]
    [InlineData("--logFile=--help=1", null, "--help=1")]
    [InlineData("-ft5", null, "t5")]
    [InlineData("--logFile=a=b:c", null, "a=b:c")]
    [InlineData("--logFile=-x", null, "-x")]
    [InlineData("--logFile=/tmp/[x].log", null, "/tmp/[x].log")]
    [InlineData("-f", "Zürich 👍.log", "Zürich 👍.log")]
    public void A_value_is_taken_as_it_is(string argument, string? value, string logFile) =>
        Assert.Equal(logFile, Run(value is null ? [argument] : [argument, value]).Settings.LogFile);

    [Fact]
    public void Other_variables_change_nothing() =>
        Assert.Equal(Told(Run([])), Told(Run([], ("switch_timeout", "5"), ("OUTPUT", "json"), ("HOME", "/x"))));

    [Fact]
    public void The_maintenance_file_is_set_by_a_variable_alone()
    {
        Assert.Equal("/run/m", Run([], ("MAINTENANCE_FILE", "/run/m")).Settings.MaintenanceFile);
        Assert.Equal(["unknown option '--maintenanceFile'", "unexpected argument 'x'"], Refused(["--maintenanceFile", "x"]));
    }

    private static Request.Run Run(string[] arguments, params (string Name, string Value)[] variables)
    {
        var request = CommandLine.Read(
            arguments, variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal));
        return request as Request.Run ?? throw new InvalidOperationException($"{request}: {string.Join("; ", (request as Request.Invalid)?.Reasons ?? [])}");
    }

    private static IReadOnlyList<string> Refused(string[] arguments) =>
        Assert.IsType<Request.Invalid>(CommandLine.Read(arguments, NoVariables)).Reasons;

    private static string Told(Request.Run run)
    {
        var settings = run.Settings;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"config={settings.RouterConfigFile} ziti={settings.ZitiBinaryFile} switch={settings.SwitchTimeoutSeconds} ids={settings.NoTraversalFile}"
            + $" level={settings.LogLevel.Name()} log={settings.LogFile} status={settings.StatusFile} metrics={settings.MetricsFile}"
            + $" history={settings.HistoryFile} maintenance={settings.MaintenanceFile} timeout={settings.Timeout.TotalMilliseconds} output={settings.Output}");
    }

    private static Option Find(string name) => Options.Single(option => option.Name == name);

    /// <summary>An option, its short form, its variable, a value, and how the value shows in <see cref="Told"/>.</summary>
    private sealed record Option(string Name, string? Alias, string? Variable, string Value, string Told);
}
