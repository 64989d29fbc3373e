using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>The history file: each line whole, whatever happens; it decides nothing.</summary>
public sealed class HistoryTests
{
    private const int AtOnce = 50;
    private const int SomeoneElse = 54_321;
    private const string Untouched = "untouched\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_change_is_a_line_and_what_stays_is_none()
    {
        await using var lost = await RouterHost.StartAsync(Reports.NoLinks);
        await using var well = await RouterHost.StartAsync(Reports.Healthy);
        var file = lost.Folder["h.jsonl"];
        foreach (var host in new RouterHost[] { well, well, lost, lost, well })
        {
            await host.CheckAsync("--historyFile", file);
        }

        Assert.Equal(["healthy", "noLinks", "healthy"], Lines(file).Select(line => line.GetProperty("state").GetString()));
        Assert.Equal([null, "healthy", "noLinks"], Lines(file).Select(line => line.GetProperty("previousState").GetString()));
    }

    [Fact]
    public async Task Check_that_sigterm_ends_is_a_change()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var checker = RunningChecker.Start(host.Start("--historyFile", host.Folder["h.jsonl"]));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        checker.Terminate();

        Assert.Equal(1, (await checker.WaitAsync(Limit)).ExitCode);
        var line = Assert.Single(Lines(host.Folder["h.jsonl"]));
        Assert.Equal("unreachable", line.GetProperty("state").GetString());
        Assert.Matches(@"^ended by SIGTERM after \d+(\.\d)? s$", line.GetProperty("reason").GetString());
    }

    [Fact, Requires<HungFileSystem>]
    public async Task Stuck_check_that_sigterm_ends_is_a_change()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var checker = RunningChecker.Start(host.Start("-c", hung["config.yml"], "--historyFile", host.Folder["h.jsonl"]));
        await Until.TrueAsync(() => checker.IsSupervised, "the check handles signals");

        checker.Terminate();

        Assert.Equal(1, (await checker.WaitAsync(Limit)).ExitCode);
        Assert.StartsWith("ended by SIGTERM after ", Assert.Single(Lines(host.Folder["h.jsonl"])).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact, Requires<HungFileSystem>]
    public async Task Hung_history_costs_its_line_and_nothing_else()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);

        var run = await host.CheckAsync([.. files.Options, "--historyFile", hung["h.jsonl"], "--timeout", "1"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("healthy", files.State);
    }

    [Theory]
    [InlineData("0777")]
    [InlineData("1777")]
    public async Task Link_that_others_could_have_laid_is_not_followed(string mode)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        Directory.CreateDirectory(host.Folder["logs"]);
        host.Folder.SetMode("logs", mode);
        host.Folder.Write("target", Untouched);
        File.CreateSymbolicLink(host.Folder["logs/h.jsonl"], host.Folder["target"]);

        foreach (var run in new[] { await host.CheckAsync("--historyFile", host.Folder["logs/h.jsonl"]), await NotifyAsync(host, "--historyFile", host.Folder["logs/h.jsonl"]) })
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("symbolic link in a directory where other users may write", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(Untouched, host.Folder.Read("target"));
    }

    [Fact, Requires<MountNamespace>]
    public async Task Full_disk_is_reported_and_the_next_line_is_whole()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        Directory.CreateDirectory(host.Folder["disk"]);
        var file = host.Folder["disk/h.jsonl"];
        var run = await RouterHost.CheckAsync(host.Start("--historyFile", file) with
        {
            Through = MountNamespace.After($"mount -t tmpfs -o size=4k none {host.Folder["disk"]} && {{ head -c 4055 /dev/zero | tr '\\0' x; echo; }} > {file}"
                + $" && {{ \"$0\" \"$@\"; echo \"exit $?\"; truncate -s 100 {file}; \"$0\" \"$@\"; cat {file}; exit; }}"),
        });

        Assert.Contains("h.jsonl cannot be written: No space left on device; the verdict stands", run.Error, StringComparison.Ordinal);
        Assert.Contains("exit 0\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^x{100}\n\{""time"":.*\}\n\z", run.Output);
    }

    [Fact]
    public async Task Fifty_at_once_leave_whole_lines_and_lose_no_instance()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var (file, metrics) = (host.Folder["h.jsonl"], host.Folder["e.prom"]);
        var runs = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async at =>
        {
            using var running = RunningChecker.Start(host.Start("notify", "--historyFile", file, "-m", metrics, "INSTANCE", Name(at), "MASTER", "150"));
            return await running.WaitAsync(Limit);
        }));

        Assert.All(runs, run => Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error)));
        Assert.Equal(Enumerable.Range(0, AtOnce).Select(Name), Lines(file).Select(line => line.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        var text = host.Folder.Read("e_vrrp.prom");
        Assert.All(Enumerable.Range(0, AtOnce), at => Assert.Contains($"erhchecker_vrrp_state{{vrrp_instance=\"{Name(at)}\",state=\"master\"}} 1\n", text, StringComparison.Ordinal));
        Assert.Equal(["e_vrrp.prom"], Directory.EnumerateFiles(host.Folder.Path, "*e_vrrp*").Select(path => Path.GetFileName(path)));

        static string Name(int at) => string.Create(CultureInfo.InvariantCulture, $"i{at:00}");
    }

    [Fact]
    public async Task Fifty_checks_at_once_leave_whole_lines()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var file = host.Folder["h.jsonl"];
        var runs = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            using var running = RunningChecker.Start(host.Start("--historyFile", file, "--timeout", "60"));
            return await running.WaitAsync(Limit);
        }));

        Assert.All(runs, run => Assert.Equal(1, run.ExitCode));
        Assert.InRange(Lines(file).Count(line => line.GetProperty("state").GetString() == "noLinks"), 1, AtOnce);
    }

    [Fact]
    public async Task Killed_at_a_random_moment_leaves_whole_lines()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var (file, metrics) = (host.Folder["h.jsonl"], host.Folder["e.prom"]);
        var usual = (await NotifyAsync(host, "--historyFile", file, "-m", metrics)).Elapsed;
        for (var turn = 0; turn < 100; turn++)
        {
            using var running = RunningChecker.Start(host.Start("notify", "--historyFile", file, "-m", metrics, "INSTANCE", "ziti", "MASTER", "150"));
            await Task.Delay(usual * RandomNumberGenerator.GetInt32(1000) / 1000 * 1.2); // the moment is the test
            _ = Posix.kill(running.Id, Posix.SIGKILL);
            await running.WaitAsync(Limit);
            Assert.EndsWith("}\n", host.Folder.Read("h.jsonl"), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await NotifyAsync(host, "--historyFile", file, "-m", metrics)).ExitCode);
        Assert.All(Lines(file), line => Assert.Equal("MASTER", line.GetProperty("state").GetString()));
        Assert.Matches("(?m)^erhchecker_vrrp_transition_timestamp_seconds.*\n\\z", host.Folder.Read("e_vrrp.prom"));
    }

    [Fact]
    public async Task Control_characters_are_escaped_in_the_file_and_on_the_terminal()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var file = host.Folder["h.jsonl"];
        await RouterHost.CheckAsync(host.Start("notify", "--historyFile", file, "INSTANCE", "a\n\u001b[2J\u202eb", "FAULT", "1"));
        await File.AppendAllTextAsync(file, "{\"time\":\"2026-11-28T02:00:00Z\",\"host\":\"h\u009b\",\"event\":\"check\",\t\"state\":\"s\",\"reason\":\"\u202e\\u001b[2J\"}\nnone\u001b[2J\n");

        foreach (var output in (string[])["text", "json"])
        {
            var run = await host.CheckAsync("history", "--output", output, file);
            Assert.Equal(0, run.ExitCode);
            Assert.Equal(2, run.Output.Split('\n').Length - 1);
            Assert.DoesNotContain(run.Output + run.Error, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
            Assert.Contains("1 line ignored: not an event", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact, Requires<Root>]
    public async Task File_that_this_user_may_not_write_is_reported()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.SetMode(".", "0755");
        host.Folder.Write("h.jsonl", "");

        var run = await RouterHost.CheckAsync(host.Start("--historyFile", host.Folder["h.jsonl"]) with { User = SomeoneElse });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("h.jsonl cannot be opened: Permission denied; the verdict stands", run.Error, StringComparison.Ordinal);
    }

    private static Task<CheckerRun> NotifyAsync(RouterHost host, params IEnumerable<string> options) =>
        RouterHost.CheckAsync(host.Start(["notify", .. options, "INSTANCE", "ziti", "MASTER", "150"]));

    private static List<JsonElement> Lines(string file) => [.. File.ReadAllLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
}
