using System.Globalization;
using System.Text.Json;

namespace ErhChecker.Keepalived.Samples;

/// <summary>notify.sh writes the verdict that the last check left, and says whose it is and how old.</summary>
[Trait("Check", "documents")]
public sealed class NotifyStatusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notify-").FullName;

    private string Status => Path.Combine(_folder, "status.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "12", "False")]
    [InlineData(10, "12", "False")]
    [InlineData(30, "12", "True")]
    [InlineData(30, "60", "False")]
    [InlineData(30, null, "True")]
    [InlineData(0, null, "False")]
    public async Task The_last_checks_verdict_is_written_with_its_age(int age, string? interval, string outdated)
    {
        await LeaveAsync(age);

        var line = await NotifyAsync(interval);

        Assert.Equal("check drained 1", $"{line.GetProperty("source")} {line.GetProperty("verdict").GetProperty("state")} {line.GetProperty("verdict").GetProperty("exitCode")}");
        Assert.InRange(line.GetProperty("ageSeconds").GetInt32(), age, age + 5);
        Assert.Equal(outdated, line.GetProperty("outdated").ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"time\":\"2026-11-22T10:0")]
    [InlineData("no JSON at all\n")]
    public async Task Without_a_complete_file_a_check_is_run(string? content)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(Status, content);
        }

        var line = await NotifyAsync("12");

        Assert.Equal("notify healthy", $"{line.GetProperty("source")} {line.GetProperty("verdict").GetProperty("state")}");
        Assert.Equal("0 False", $"{line.GetProperty("ageSeconds")} {line.GetProperty("outdated")}");
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.Equal(0, (await Command.RunAsync(["mkfifo", Status])).ExitCode);

        Assert.Equal("notify", (await NotifyAsync("12")).GetProperty("source").GetString());
    }

    /// <summary>It may have other options than keepalived's checks: it may not pass for one of them.</summary>
    [Fact]
    public async Task The_check_that_is_run_writes_no_file_of_its_own()
    {
        await NotifyAsync("12");

        Assert.Equal("LOG_FILE= STATUS_FILE= METRICS_FILE=", (await File.ReadAllTextAsync(Path.Combine(_folder, "variables"))).Trim());
    }

    [Fact]
    public async Task A_file_without_a_time_is_of_unknown_age()
    {
        await File.WriteAllTextAsync(Status, """{"state":"drained","exitCode":1}""");

        var line = await NotifyAsync("12");

        Assert.Equal("check", line.GetProperty("source").GetString());
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], [line.GetProperty("ageSeconds").ValueKind, line.GetProperty("outdated").ValueKind]);
    }

    private Task LeaveAsync(int age)
    {
        var time = DateTimeOffset.UtcNow.AddSeconds(-age).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return File.WriteAllTextAsync(Status, $$"""{"time":"{{time}}","version":"2.1.0","exitCode":1,"state":"drained"}""" + "\n");
    }

    private async Task<JsonElement> NotifyAsync(string? interval)
    {
        var check = Path.Combine(_folder, "check");
        await File.WriteAllTextAsync(check, $$"""
            #!/bin/sh
            echo "LOG_FILE=$LOG_FILE STATUS_FILE=$STATUS_FILE METRICS_FILE=$METRICS_FILE" > {{_folder}}/variables
            echo '{"state":"healthy","exitCode":0}'

            """);
        Executable.Allow(check);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ERHCHECKER"] = check,
            ["LOG_FILE"] = "/var/log/x.log",
            ["METRICS_FILE"] = "/var/lib/x.prom",
            ["STATUS_FILE"] = Status,
            ["NOTIFY_LOG_FILE"] = Path.Combine(_folder, "transitions.json"),
        };
        if (interval is not null)
        {
            variables["NOTIFY_INTERVAL"] = interval;
        }

        var ended = await Command.RunAsync(["/bin/sh", Repository.Sample("keepalived/notify.sh"), "INSTANCE", "ziti", "FAULT", "150"], variables);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Said));
        return JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(variables["NOTIFY_LOG_FILE"]))).RootElement;
    }
}
