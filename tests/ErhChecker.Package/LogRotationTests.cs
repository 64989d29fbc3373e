using System.Globalization;
using System.Text.RegularExpressions;
using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

[Collection(SharedRootTests.Name)]
public sealed partial class LogRotationTests(SharedRoot shared)
{
    private const int Rotations = 8;

    /// <summary>
    /// Two checks at a time write a line each, as the script user does, while root rotates again and again: each time only when
    /// both have ended six checks more, so that every rotation finds new lines and no check is two rotations old. Says how many
    /// checks there were.
    /// </summary>
    private static readonly string ChecksAndRotations = $$"""
        turns=$(mktemp -d)
        : >$turns/a
        : >$turns/b
        ended() { wc -l <$turns/$1; }
        checks() {
          until [ -e $turns/stop ]; do
            setpriv --reuid ziggy --regid ziggy --clear-groups erhchecker --logFile /var/log/erhchecker/erhchecker.log --historyFile /var/log/erhchecker/history.jsonl 2>/dev/null
            echo >>$turns/$1
          done
        }
        checks a & checks b &
        rotated=0
        while [ $rotated -lt {{Rotations}} ]; do
          a=$(ended a) b=$(ended b)
          until [ $(ended a) -ge $((a + 6)) ] && [ $(ended b) -ge $((b + 6)) ]; do sleep 0.01; done
          logrotate --force /etc/logrotate.d/erhchecker || break
          rotated=$((rotated + 1))
        done
        touch $turns/stop
        wait
        echo $(($(ended a) + $(ended b)))
        rm -r $turns
        """;

    [Fact, Requires<Chroots>]
    public async Task No_line_is_lost_while_the_log_is_rotated_under_running_checks()
    {
        var host = await shared.HostAsync();
        host.Router.Play(RouterReply.Of(Reports.NoLinks));
        host.AddScriptUser();
        await host.Root.MustRunAsync("chown", "ziggy:", "/var/log/erhchecker");

        var rotated = await host.Root.MustRunAsync("sh", "-c", ChecksAndRotations);
        Assert.Equal("", rotated.Error);

        var files = (await host.Root.MustRunAsync("ls", "/var/log/erhchecker")).Lines;
        Assert.Contains($"erhchecker.log.{Rotations}.gz", files);
        var lines = (await host.Root.MustRunAsync("sh", "-c", "cd /var/log/erhchecker && zcat -f erhchecker.log*")).Lines;
        Assert.Equal(int.Parse(rotated.Output, CultureInfo.InvariantCulture), lines.Length);
        Assert.All(lines, line => Assert.Matches(WholeLine, line));

        // The rotations are of one state: the timeline of all files has it once.
        Assert.Contains(files, file => file.StartsWith("history.jsonl.", StringComparison.Ordinal) && file.EndsWith(".gz", StringComparison.Ordinal));
        var timeline = await host.Root.MustRunAsync("erhchecker", "history", "/var/log/erhchecker/history.jsonl");
        Assert.Equal("", timeline.Error);
        Assert.Contains(" check noLinks ", Assert.Single(timeline.Lines), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - WARNING - noLinks: .*; exit 1$", RegexOptions.None, 1000)]
    private static partial Regex WholeLine { get; }
}
