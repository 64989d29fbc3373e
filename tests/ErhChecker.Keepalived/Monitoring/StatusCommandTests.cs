using System.Globalization;
using System.Text.RegularExpressions;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>What Nagios, Icinga and Zabbix run on the status file.</summary>
[Trait("Check", "documents")]
public sealed class StatusCommandTests : IDisposable
{
    private const string Installed = LabHost.StatusFolder + "/status.json";

    private readonly string _folder = Directory.CreateTempSubdirectory("monitoring-").FullName;

    private string Status => Path.Combine(_folder, "status.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, RequiresTool("jq")]
    [InlineData("healthy", 0, 0, "OK - healthy: ")]
    [InlineData("healthy", 30, 0, "OK - healthy: ")]
    [InlineData("healthy", 36, 2, "CRITICAL - no check for (3[6-9]|4[0-9]) s, before that healthy: ")]
    [InlineData("draining", 0, 1, "WARNING - draining: ")]
    [InlineData("no-links", 0, 2, "CRITICAL - noLinks: ")]
    [InlineData("isolated", 0, 2, "CRITICAL - isolated: ")]
    [InlineData("drained-no-session", 0, 2, "CRITICAL - drained: ")]
    [InlineData("unreachable-refused", 0, 2, "CRITICAL - unreachable: ")]
    [InlineData("unknown", 0, 3, "UNKNOWN - unknown: ")]
    public async Task Nagios_and_Icinga_see_the_state(string name, int age, int exitCode, string text)
    {
        await LeaveAsync(name, age);

        var ended = await NagiosAsync(Status);

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Matches("^ERHCHECKER " + text, ended.Said);
        Assert.Matches(@"^[^|\n]+ \| age=\d+s;;36 usable_links=\d+\n\z", ended.Said);
        Assert.Equal(name == "draining", ended.Said.Contains(", 540 s left | ", StringComparison.Ordinal));
    }

    [Theory, RequiresTool("jq")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task Nagios_and_Icinga_are_told_of_a_file_that_cannot_be_read(string? content)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(Status, content);
        }

        var ended = await NagiosAsync(Status);

        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith($"ERHCHECKER UNKNOWN - the status file {Status} cannot be read", ended.Said, StringComparison.Ordinal);
    }

    [Theory, RequiresTool("jq")]
    [InlineData("20", 2)]
    [InlineData("60", 0)]
    public async Task The_age_can_be_chosen(string oldest, int exitCode)
    {
        await LeaveAsync("healthy", 30);

        Assert.Equal(exitCode, (await NagiosAsync(Status, oldest)).ExitCode);
    }

    [Theory, RequiresTool("jq")]
    [InlineData("healthy", "state", "healthy")]
    [InlineData("healthy", "exit_code", "0")]
    [InlineData("no-links", "exit_code", "1")]
    [InlineData("healthy", "reason", "the controller is up.*")]
    [InlineData("healthy", "age", "3[0-5]")]
    [InlineData("healthy", "usable_links", "1")]
    [InlineData("unreachable-refused", "usable_links", "0")]
    [InlineData("draining", "drain_remaining", "540")]
    [InlineData("healthy", "drain_remaining", "")]
    public async Task Each_item_of_Zabbix_has_its_value(string name, string item, string value)
    {
        await LeaveAsync(name, age: 30);
        var command = Repository.ReadSample("monitoring/zabbix/erhchecker.conf").Split('\n')
            .Single(line => line.StartsWith($"UserParameter=erhchecker.{item},", StringComparison.Ordinal)).Split(',', 2)[1];
        Assert.EndsWith(" " + Installed, command, StringComparison.Ordinal);

        var ended = await Command.RunAsync(["/bin/sh", "-c", command.Replace(Installed, Status, StringComparison.Ordinal)]);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Matches($"^{value}$", ended.Output.Trim());
    }

    private static Task<CommandResult> NagiosAsync(params string[] arguments) =>
        Command.RunAsync(["/bin/sh", Repository.Sample("monitoring/nagios/check_erhchecker"), .. arguments]);

    /// <summary>A status file of this state, as the unit tests pin it.</summary>
    private async Task LeaveAsync(string name, int age)
    {
        var time = DateTimeOffset.UtcNow.AddSeconds(-age).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var pinned = await File.ReadAllTextAsync(Repository.PathOf($"tests/ErhChecker.Tests/golden/json-{name}.json"));
        await File.WriteAllTextAsync(Status, Regex.Replace(pinned, "\"time\":\"[^\"]*\"", $"\"time\":\"{time}\"", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }
}
