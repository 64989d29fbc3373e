using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

public sealed class LifecycleTests
{
    private const string Settings = "LOG_LEVEL=DEBUG\nSWITCH_TIMEOUT=300\n";
    private const string Rotation = "/var/log/erhchecker/*.log {\n    daily\n}\n";

    [Fact, Requires<Chroots>]
    public async Task Removing_and_purging_leave_nothing()
    {
        var packages = await BuiltPackages.OfVersionAsync();
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian12);
        var before = await root.ListFilesAsync();

        await root.InstallAsync(packages.Deb);
        root.Write("/var/log/erhchecker/erhchecker.log", "a line\n");
        await root.MustRunAsync("dpkg", "--remove", "erhchecker");
        Assert.Equal(
            ["/etc/logrotate.d/erhchecker", "/var/log/erhchecker", "/var/log/erhchecker/erhchecker.log"],
            (await root.ListFilesAsync()).Except(before, StringComparer.Ordinal));

        await root.MustRunAsync("dpkg", "--purge", "erhchecker");
        Assert.Equal(before, await root.ListFilesAsync());
    }

    /// <summary>It may be the only record of an outage.</summary>
    [Fact, Requires<Chroots>]
    public async Task Purging_keeps_the_history_and_reports_where()
    {
        var packages = await BuiltPackages.OfVersionAsync();
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian12);
        var before = await root.ListFilesAsync();
        await root.InstallAsync(packages.Deb);
        foreach (var file in new[] { "erhchecker.log", "erhchecker.log.1", "old/probe.log", "history.jsonl", "history.jsonl.2.gz" })
        {
            root.Write($"/var/log/erhchecker/{file}", "a line\n");
        }

        var purged = await root.MustRunAsync("dpkg", "--purge", "erhchecker");

        Assert.Equal(
            ["/var/log/erhchecker", "/var/log/erhchecker/history.jsonl", "/var/log/erhchecker/history.jsonl.2.gz"],
            (await root.ListFilesAsync()).Except(before, StringComparer.Ordinal));
        Assert.Contains("erhchecker: the history is kept in /var/log/erhchecker;", purged.Error, StringComparison.Ordinal);
    }

    [Fact, Requires<Chroots>]
    public async Task An_upgrade_keeps_the_settings_and_no_check_fails_meanwhile()
    {
        var older = await BuiltPackages.OfVersionAsync("1.9.0");
        var newer = await BuiltPackages.OfVersionAsync();
        await using var host = await InstalledRoot.StartAsync(older, Reports.Healthy);
        host.Root.Write("/etc/default/keepalived", Settings);
        host.Root.Write("/etc/logrotate.d/erhchecker", Rotation);
        host.Root.Write("/var/log/erhchecker/erhchecker.log", "a line\n");
        await host.Root.MustRunAsync("chown", "990:990", "/var/log/erhchecker");

        using var upgraded = new CancellationTokenSource();
        var checks = RunChecksAsync(host.Root, upgraded.Token);
        await host.Root.InstallAsync(newer.Deb);
        await upgraded.CancelAsync();
        var exits = await checks;

        Assert.NotEmpty(exits);
        Assert.All(exits, run => Assert.True(run.ExitCode == 0, run.ToString()));
        Assert.Equal(newer.Version, (await host.Root.MustRunAsync("dpkg-query", "-W", "-f", "${Version}", "erhchecker")).Output);
        Assert.Equal(Settings, await File.ReadAllTextAsync(host.Root["/etc/default/keepalived"]));
        Assert.Equal(Rotation, await File.ReadAllTextAsync(host.Root["/etc/logrotate.d/erhchecker"]));
        Assert.Equal("990 a line", (await host.Root.MustRunAsync(
            "sh", "-c", "echo $(stat -c %u /var/log/erhchecker) $(cat /var/log/erhchecker/erhchecker.log)")).Output.Trim());
    }

    /// <summary>One check after the other, as keepalived runs them, until told to end.</summary>
    private static async Task<List<CommandResult>> RunChecksAsync(SystemRoot root, CancellationToken end)
    {
        var runs = new List<CommandResult>();
        do
        {
            runs.Add(await root.RunAsync("/usr/bin/erhchecker"));
        }
        while (!end.IsCancellationRequested);
        return runs;
    }
}
