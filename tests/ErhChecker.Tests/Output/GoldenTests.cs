using System.Globalization;
using System.Text;
using ErhChecker.Output;
using ErhChecker.Settings;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>Everything that the program says, by whole texts.</summary>
public class GoldenTests
{
    public static TheoryData<string> Results { get; } = [.. Samples.Results.Keys];

    public static TheoryData<string> CommandNames { get; } = [.. Commands.Named.Prepend(Commands.Check).Select(syntax => syntax.Name)];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Help(string command)
    {
        var text = HelpText.Build(Commands.Find(command) ?? Commands.Check);

        Golden.Matches(command.Length == 0 ? "help.txt" : $"help-{command}.txt", text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Verdict_lines() => Golden.Matches(
        "verdict-lines.txt",
        Told(Samples.Results.Select(result => (result.Key, VerdictLine.Format(result.Value)))));

    [Fact]
    public void Debug_lines() => Golden.Matches(
        "debug-lines.txt",
        Told(
        [
            ("settings", $"DEBUG - {Samples.Settings.Describe()}"),
            ("settings, all given", $"DEBUG - {Samples.SettingsOf(
                "-r", "/etc/no-traversal.yml", "-f", "/var/log/erhchecker.log", "-s", "/run/erhchecker/status.json",
                "-m", "/var/lib/prometheus/node-exporter/erhchecker.prom", "--historyFile", "/var/log/erhchecker/history.jsonl",
                "-l", "DEBUG", "--timeout", "2.5").Describe()}"),
            ("router config", Lines(DebugLines.Config(Endpoints, ["ctrl.example", "203.0.113.10"]))),
            ("router config, no controller", Lines(DebugLines.Config(Endpoints, []))),
            .. Samples.Results.Where(result => result.Value.Controller is not null)
                .Select(result => (result.Key, Lines(DebugLines.Report(result.Value)))),
        ]));

    [Theory]
    [MemberData(nameof(Results))]
    public void Text_for_a_person(string name)
    {
        var text = TextOutput.Format([.. Inputs, ("No-traversal", "/etc/no-traversal.yml")], Samples.Results[name], [], color: false);

        Golden.Matches($"text-{name}.txt", text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Text_with_warnings() => Golden.Matches(
        "text-warnings.txt",
        TextOutput.Format(
            Inputs,
            Samples.Results["healthy"],
            [
                "the controller's name ctrl.example does not resolve: links to this controller cannot be excluded",
                "the no-traversal file /etc/no-traversal.yml does not exist; no links are excluded",
            ],
            color: false));

    [Fact]
    public void Text_in_color() => Golden.Matches(
        "text-color.txt",
        Told(Samples.Results.Select(result => (
            result.Key,
            TextOutput.Format(Inputs, result.Value, ["a warning"], color: true).Replace('\e', '^')))));

    [Theory]
    [MemberData(nameof(Results))]
    public void Json_for_a_program(string name) => Golden.Matches(
        $"json-{name}.json",
        JsonOutput.Format(Samples.Results[name], []).Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal));

    [Fact]
    public void Json_with_warnings() => Golden.Matches(
        "json-warnings.json",
        JsonOutput.Format(Samples.Results["healthy"], ["the file /tmp/\"x\"\n\u001b[2J\u202e is <no> YAML — ünïcode 👍 \ud800", "another"])
            .Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Results))]
    public void Metrics_for_Prometheus(string name) => Golden.Matches(
        $"metrics-{name}.prom",
        MetricsText.Format(Samples.Results[name], warnings: 2, isInMaintenance: false).Replace(ProgramVersion.Text, "VERSION", StringComparison.Ordinal));

    private static readonly string[] Endpoints = ["https://127.0.0.1:8081/health-checks", "https://[::1]:8082/health-checks"];

    private static readonly (string Label, string Text)[] Inputs = [("Router config", Samples.Settings.RouterConfigFile)];

    private static string Lines(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(diagnostic => $"{diagnostic.Level.Name()} - {diagnostic.Text}"));

    private static string Told(IEnumerable<(string Name, string Text)> texts)
    {
        var told = new StringBuilder();
        foreach (var (name, text) in texts)
        {
            told.Append(CultureInfo.InvariantCulture, $"# {name}\n{text.TrimEnd('\n')}\n\n");
        }

        return told.ToString();
    }
}
