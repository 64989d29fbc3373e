using System.Text.RegularExpressions;
using ErhChecker.EndToEnd.Running;
using ErhChecker.Package.Roots;
using StandInRouter;

namespace ErhChecker.Package;

[Collection(SharedRootTests.Name)]
public sealed partial class LogRotationTests(SharedRoot shared)
{
    private const int Checks = 120;

    /// <summary>Two checks at a time write a line each, as the script user does, while root rotates again and again.</summary>
    private static readonly string ChecksAndRotations = $$"""
        check() { setpriv --reuid ziggy --regid ziggy --clear-groups erhchecker --logFile /var/log/erhchecker/erhchecker.log 2>/dev/null; }
        (i=0; while [ $i -lt {{Checks / 2}} ]; do check; i=$((i + 1)); done) &
        (i=0; while [ $i -lt {{Checks / 2}} ]; do check; i=$((i + 1)); done) &
        for i in 1 2 3 4 5 6 7; do
          sleep 0.4
          logrotate --force /etc/logrotate.d/erhchecker || exit 1
        done
        wait
        """;

    [ChrootFact]
    public async Task No_line_is_lost_while_the_log_is_rotated_under_running_checks()
    {
        var host = shared.Host;
        host.Router.Play(RouterAnswer.Of(Reports.NoLinks));
        host.AddScriptUser();
        await host.Root.MustRunAsync("chown", "ziggy:", "/var/log/erhchecker");

        var rotated = await host.Root.MustRunAsync("sh", "-c", ChecksAndRotations);
        Assert.Equal("", rotated.Error);

        var files = (await host.Root.MustRunAsync("ls", "/var/log/erhchecker")).Lines;
        Assert.True(files.Length >= 4, string.Join(' ', files));
        var lines = (await host.Root.MustRunAsync("sh", "-c", "cd /var/log/erhchecker && zcat -f erhchecker.log*")).Lines;
        Assert.Equal(Checks, lines.Length);
        Assert.All(lines, line => Assert.Matches(WholeLine, line));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - INFO - noLinks: .*; exit 1$", RegexOptions.None, 1000)]
    private static partial Regex WholeLine { get; }
}
