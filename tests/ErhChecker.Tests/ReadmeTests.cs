using System.Text.Json;
using ErhChecker.Decision;
using ErhChecker.Settings;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests;

/// <summary>README and docs/output.md say what the program does: their tables are held to the code.</summary>
public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    private static readonly string Output = File.ReadAllText(Repository.PathOf("docs", "output.md"));

    public static TheoryData<string> Options { get; } = [.. CheckSettings.All.Select(setting => setting.Label)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_has_its_row(string name)
    {
        var setting = CheckSettings.All.Single(setting => setting.Label == name);
        var option = setting.Name is null ? "" : (setting.Alias is null ? "" : $"`{setting.Alias}`, ") + $"`{setting.Name} {setting.ValueName}` ";
        var variable = setting.Variable is null ? "" : $"`{setting.Variable}` ";
        var defaultText = setting.DefaultText == "none" ? "none" : $"`{setting.DefaultText}`";

        Assert.Contains($"| {option}| {variable}| {defaultText} | {setting.Meaning} |\n", Readme, StringComparison.Ordinal);
    }

    /// <summary>The sample sets some variables; the others are comments with their defaults.</summary>
    [Theory]
    [MemberData(nameof(Options))]
    public void Every_variable_is_in_the_sample_with_its_default(string name)
    {
        var setting = CheckSettings.All.Single(setting => setting.Label == name);
        var sample = File.ReadAllLines(Repository.PathOf("samples", "default", "keepalived"));

        Assert.True(
            setting.Variable is null || sample.Any(line => line == $"#{setting.Variable}={(setting.DefaultText == "none" ? "" : setting.DefaultText)}"
                || line.StartsWith(setting.Variable + "=", StringComparison.Ordinal)),
            $"samples/default/keepalived lacks {setting.Variable} with its default, {setting.DefaultText}");
    }

    [Fact]
    public void Every_command_has_its_row() =>
        Assert.All(Commands.Named, command => Assert.Contains(
            $"| `{command.Call}{(command.Words.Length > 0 ? " " : "")}{command.Words.Replace("|", "\\|", StringComparison.Ordinal)}` | {command.Meaning} |", Readme, StringComparison.Ordinal));

    [Fact]
    public void Every_state_has_its_row_with_its_exit_code() =>
        Assert.All(Enum.GetValues<CheckState>(), state => Assert.Contains(
            $"| {state.ExitCode()} | {(state.ExitCode() == 0 ? "may keep" : "releases")} the VIP | `{state.Name()}` |",
            Readme,
            StringComparison.Ordinal));

    [Fact]
    public void Every_line_of_the_decision_table_is_listed() =>
        Assert.All(
            Samples.Results.Values.Where(result => result.Controller is not null && result.Verdict.State != CheckState.Healthy),
            result => Assert.Contains($"`{result.Verdict.State.Name()}: {result.Verdict.Reason}`", Output, StringComparison.Ordinal));

    [Fact]
    public void Every_key_of_the_JSON_is_listed()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("samples", "output.schema.json")));

        Assert.All(KeysOf(schema.RootElement), key => Assert.Contains($"`{key}`", Output, StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => (element.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(key => key.Name) : [])
            .Concat(element.EnumerateObject().SelectMany(key => KeysOf(key.Value))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(KeysOf),
        _ => [],
    };
}
