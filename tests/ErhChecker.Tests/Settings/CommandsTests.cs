using ErhChecker.Settings;

namespace ErhChecker.Tests.Settings;

/// <summary>The commands: their words, their options, and how a bad command line is refused.</summary>
public class CommandsTests
{
    public static TheoryData<string> Names { get; } = [.. Commands.Named.Select(syntax => syntax.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_has_its_own_help_and_the_version(string name)
    {
        Assert.Equal(name, Assert.IsType<Request.Help>(Read([name, "--help"])).Of.Name);
        Assert.Equal(name, Assert.IsType<Request.Help>(Read([name, "-h", "--nothing"])).Of.Name);
        Assert.IsType<Request.Version>(Read([name, "--version"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unknown_option_of_a_command_is_refused_with_its_help(string name)
    {
        var refused = Assert.IsType<Request.Invalid>(Read([name, "--nothing"]));

        Assert.Equal(["unknown option '--nothing'"], refused.Reasons.Take(1));
        Assert.Equal($"erhchecker {name}", refused.Of.Call);
    }

    [Theory]
    [InlineData("preflight")]
    [InlineData("probe")]
    [InlineData("wait healthy")]
    public void Options_of_the_check_work_after_it(string command)
    {
        string[] options = ["-c", "/c.yml", "-z/z", "-t", "5", "-r", "r.yml", "-l", "DEBUG", "-f", "f.log", "--timeout", "3", "-s", "s", "-m", "m", "--historyFile", "h", "--output", "json"];
        var settings = Read([.. command.Split(' '), .. options]) switch
        {
            Request.Preflight preflight => preflight.Settings,
            Request.Probe probe => probe.Check.Settings,
            var wait => ((Request.Wait)wait).Check.Settings,
        };

        Assert.Equal(("/c.yml", "/z", 5, "h"), (settings.RouterConfigFile, settings.ZitiBinaryFile, settings.SwitchTimeoutSeconds, settings.HistoryFile));
    }

    [Theory]
    [InlineData("notify INSTANCE ziti MASTER 150", 150)]
    [InlineData("notify INSTANCE ziti MASTER", null)]
    [InlineData("notify -s s.json -m m.prom --historyFile h -l ERROR -f f.log INSTANCE ziti MASTER 150", 150)]
    [InlineData("notify INSTANCE ziti MASTER 150 --historyFile h", 150)]
    [InlineData("notify -- INSTANCE ziti MASTER 0", 0)]
    public void Notify_takes_keepaliveds_words(string arguments, int? priority)
    {
        var notify = Assert.IsType<Request.Notify>(Read(arguments.Split(' ')));

        Assert.Equal(("INSTANCE", "ziti", "MASTER", priority), (notify.Type, notify.Name, notify.State, notify.Priority));
    }

    [Theory]
    [InlineData("ANY", "a b", "MASTER_RX_LOWER_PRI")]
    [InlineData("INSTANCE", "", "")]
    [InlineData("INSTANCE", "-x", "FAULT")]
    [InlineData("INSTANCE", "@x", "[FAULT]")]
    public void Notify_takes_any_type_name_and_state(string type, string name, string state)
    {
        var notify = Assert.IsType<Request.Notify>(Read(["notify", type, name, state, "1"]));

        Assert.Equal((type, name, state), (notify.Type, notify.Name, notify.State));
    }

    [Theory]
    [InlineData("notify", "notify requires TYPE NAME STATE [PRIORITY]: found none")]
    [InlineData("notify INSTANCE ziti", "notify requires TYPE NAME STATE [PRIORITY]: found 'INSTANCE' 'ziti'")]
    [InlineData("notify INSTANCE ziti MASTER high", "invalid PRIORITY 'high' for notify: expected a whole number, 0 or more")]
    [InlineData("notify INSTANCE ziti MASTER -1", "invalid PRIORITY '-1' for notify: expected a whole number, 0 or more")]
    [InlineData("notify INSTANCE ziti MASTER 1 2", "unexpected argument '2'")]
    [InlineData("notify -c x INSTANCE ziti MASTER", "unknown option '-c'")]
    [InlineData("history", "history requires a file: name one, or set the variable HISTORY_FILE")]
    [InlineData("history -x a", "unknown option '-x'")]
    [InlineData("history --since soon a", "invalid value 'soon' for --since: expected 90m, 2h, 3d, 03:00, 2026-11-28 or '2026-11-28 03:00'")]
    [InlineData("history --noTFlagRoutersFilePath x", "unknown option '--noTFlagRoutersFilePath'")]
    [InlineData("wait", "wait requires healthy|idle: found none")]
    [InlineData("wait forever", "invalid word 'forever' for wait: expected healthy or idle")]
    [InlineData("wait healthy idle", "unexpected argument 'idle'")]
    [InlineData("wait idle --for -1", "invalid value '-1' for --for: expected a number of seconds, 0 or more")]
    [InlineData("wait --for idle", "invalid value 'idle' for --for: expected a number of seconds, 0 or more|wait requires healthy|idle: found none")]
    [InlineData("preflight extra", "unexpected argument 'extra'")]
    [InlineData("probe preflight", "unexpected argument 'preflight'")]
    [InlineData("probe --for 1", "unknown option '--for'|unexpected argument '1'")]
    [InlineData("preflight preflight", "unexpected argument 'preflight'")]
    public void Bad_command_line_is_refused_with_its_reason(string arguments, string reasons)
    {
        var found = Assert.IsType<Request.Invalid>(Read(arguments.Split(' '))).Reasons;

        Assert.All(found, reason => Assert.Contains(reason, reasons, StringComparison.Ordinal));
        Assert.Equal(reasons.Length, string.Join('|', found).Length);
    }

    [Theory]
    [InlineData("history a - b", "a - b")]
    [InlineData("history -- -a", "-a")]
    [InlineData("history a -- --since", "a --since")]
    public void History_takes_files(string arguments, string files) =>
        Assert.Equal(files.Split(' '), Assert.IsType<Request.History>(Read(arguments.Split(' '))).Files);

    [Fact]
    public void History_without_a_file_takes_the_variables()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HISTORY_FILE"] = "/h" };

        Assert.Equal(["/h"], Assert.IsType<Request.History>(CommandLine.Read(["history", "--since", "2h"], environment)).Files);
    }

    [Theory]
    [InlineData("wait healthy", false, 60_000)]
    [InlineData("wait idle --for 0", true, 0)]
    [InlineData("wait --for=0.5 healthy", false, 500)]
    public void Wait_takes_its_goal_and_its_time(string arguments, bool forIdle, int milliseconds)
    {
        var wait = Assert.IsType<Request.Wait>(Read(arguments.Split(' ')));

        Assert.Equal((forIdle, milliseconds), (wait.ForIdle, wait.For.TotalMilliseconds));
    }

    [Fact]
    public void Every_setting_has_one_row_of_its_own() => Assert.All(
        new[] { CheckSettings.All.Select(setting => setting.Label), CheckSettings.All.Select(setting => setting.ShortName) },
        names => Assert.Equal(names.Count(), names.Distinct(StringComparer.OrdinalIgnoreCase).Count()));

    private static Request Read(string[] arguments) => CommandLine.Read(arguments, new Dictionary<string, string>(StringComparer.Ordinal));
}
