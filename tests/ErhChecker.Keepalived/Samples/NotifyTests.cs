using System.Text.Json;

namespace ErhChecker.Keepalived.Samples;

[Trait("Check", "documents")]
public sealed class NotifyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Log => _folder["transitions.json"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sh")]
    [InlineData("dash")]
    public async Task It_is_a_script_for_the_plain_shell(string shell)
    {
        var parsed = await Command.RunAsync([$"/bin/{shell}", "-n", Repository.Sample("keepalived/notify.sh")]);

        Assert.Equal((0, ""), (parsed.ExitCode, parsed.Said));
    }

    [Theory]
    [InlineData("""printf '{\n  "state": "healthy"\n}\n'""", """{"state":"healthy"}""")]
    [InlineData("""echo '{"state":"unreachable"}'; exit 1""", """{"state":"unreachable"}""")]
    [InlineData("exit 1", "null")]
    [InlineData("echo 'no JSON at all'", "null")]
    [InlineData("kill -9 $$", "null")]
    public async Task It_writes_one_line_whatever_the_check_says(string check, string verdict)
    {
        var line = await NotifyAsync(check, "INSTANCE", "ziti", "MASTER", "150");

        Assert.Equal(verdict, JsonSerializer.Serialize(line.GetProperty("verdict")));
        Assert.Equal("INSTANCE ziti MASTER 150", string.Join(' ', new[] { "type", "name", "state", "priority" }.Select(key => line.GetProperty(key))));
    }

    [Fact]
    public async Task What_keepalived_passes_cannot_break_the_line()
    {
        var line = await NotifyAsync("exit 0", "GROUP", "a \"quoted\" \\ name\nwith\ta break", "FAULT", "none");

        Assert.Equal("a \"quoted\" \\ namewitha break", line.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("priority").ValueKind);
    }

    [Fact]
    public async Task It_asks_no_check_when_keepalived_stops()
    {
        var line = await NotifyAsync("""echo '{"state":"healthy"}'""", "INSTANCE", "ziti", "STOP", "150");

        Assert.Equal(JsonValueKind.Null, line.GetProperty("verdict").ValueKind);
    }

    [Fact]
    public async Task A_check_that_hangs_holds_it_for_8_seconds_at_most()
    {
        var line = await NotifyAsync("trap '' TERM; while :; do sleep 1; done", "INSTANCE", "ziti", "MASTER", "150");

        Assert.Equal(JsonValueKind.Null, line.GetProperty("verdict").ValueKind);
    }

    [Fact]
    public async Task Without_a_file_it_writes_to_the_system_log()
    {
        _folder.WriteScript("logger", $"""printf '%s\n' "$@" > {_folder["logged"]}""");

        foreach (var file in new[] { "", "/nowhere/transitions.json" })
        {
            var ended = await RunAsync(_folder.WriteScript("check", "exit 1"), file, "INSTANCE", "ziti", "MASTER", "150");

            Assert.Equal((0, ""), (ended.ExitCode, ended.Said));
            var passed = await File.ReadAllLinesAsync(_folder["logged"]);
            Assert.Equal("MASTER", JsonDocument.Parse(passed[^1]).RootElement.GetProperty("state").GetString());
            File.Delete(_folder["logged"]);
        }
    }

    [Fact]
    public async Task It_never_fails_though_nothing_works()
    {
        _folder.WriteScript("logger", "exit 1");

        var ended = await RunAsync("/nowhere/check", "/nowhere/transitions.json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Said));
    }

    private async Task<JsonElement> NotifyAsync(string check, params string[] arguments)
    {
        var ended = await RunAsync(_folder.WriteScript("check", check), Log, arguments);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Said));
        return JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(Log))).RootElement;
    }

    private Task<CommandResult> RunAsync(string check, string file, params string[] arguments) =>
        Command.RunAsync(["/bin/sh", Repository.Sample("keepalived/notify.sh"), .. arguments], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{_folder.Path}:/usr/bin:/bin",
            ["ERHCHECKER"] = check,
            ["NOTIFY_LOG_FILE"] = file,
        });
}
