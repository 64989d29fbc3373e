namespace ErhChecker.EndToEnd.Faults;

/// <summary>Hosts without a usable /dev/null: neither the standard streams, nor the log, nor the ziti program depend on it.</summary>
public sealed class NullDeviceTests
{
    private const string AsSomeoneElse = "setpriv --reuid 54321 --regid 54321 --clear-groups";

    /// <summary>Why /dev/null cannot be used, the shell commands that cause it in a mount namespace, and the command that changes the user.</summary>
    public static TheoryData<string, string, string> States => new()
    {
        { "missing", "mount -t tmpfs none /dev", "" },
        { "missing, as another user", "mount -t tmpfs none /dev", AsSomeoneElse },
        { "not accessible", "mount -t tmpfs none /dev && mknod -m 0600 /dev/null c 1 3", AsSomeoneElse },
        { "a regular file", "mount -t tmpfs none /dev && printf 'circuits (9)' > /dev/null", "" },
    };

    [Theory, Requires<MountNamespace>]
    [MemberData(nameof(States))]
    public async Task Closed_standard_streams_change_no_verdict(string state, string commands, string user)
    {
        foreach (var (report, exitCode) in new[] { (Reports.Healthy, 0), (Reports.NoLinks, 1) })
        {
            await using var host = await RouterHost.StartAsync(report, controller: "tls:no-such-controller.invalid:443");
            var files = new ResultFolder(host.Folder);
            MakeAccessible(host);
            for (var closed = 0; closed < 8; closed++)
            {
                var redirections = string.Join(' ', new[] { "<&-", ">&-", "2>&-" }.Where((_, stream) => (closed & (1 << stream)) != 0));

                var run = await RouterHost.CheckAsync(Start(host, commands, user, redirections, "-l", "DEBUG", "-f", host.Folder["results/check.log"], "--output", "json", "-s", files.Status));

                Assert.True(exitCode == run.ExitCode, $"/dev/null is {state}, closed {redirections}: {run}");
                Assert.Contains($"exit {exitCode}\n", host.Folder.Read("results/check.log"), StringComparison.Ordinal);
                Assert.Equal(exitCode == 0 ? "healthy" : "noLinks", files.State);
                Assert.DoesNotContain("the log file", run.Error, StringComparison.Ordinal);
                File.Delete(files.Status);
                File.Delete(host.Folder["results/check.log"]);
            }
        }
    }

    /// <summary>Nothing of the check's may end up in what is not the null device, and the log needs no /dev to be written.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task Nothing_is_created_in_dev()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);

        var run = await RouterHost.CheckAsync(host.Start("-f", host.Folder["check.log"]) with
        {
            Through = ["unshare", "-m", "sh", "-c", $"mount -t tmpfs none /dev && \"$0\" \"$@\"; code=$?; ls -A /dev > {host.Folder["dev"]}; exit $code"],
        });

        Assert.Equal((1, ""), (run.ExitCode, host.Folder.Read("dev")));
        Assert.EndsWith($" - {Assert.Single(run.ErrorLines)}\n", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    [Theory, Requires<MountNamespace>]
    [MemberData(nameof(States))]
    public async Task Circuits_are_counted(string state, string commands, string user)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", "read -r line && exit 1\necho a message >&2\necho 'circuits (2):'\n");
        host.Folder.WriteWillingSudo();
        MakeAccessible(host);

        var run = await RouterHost.CheckAsync(Start(host, commands, user, "<&- 2>&-").PreferringOwnCommands());

        Assert.True(run.ExitCode == 1, $"/dev/null is {state}: {run}");
    }

    private static void MakeAccessible(RouterHost host)
    {
        Executable.Copy(Repository.Checker, host.Folder["erhchecker"]);
        Directory.CreateDirectory(host.Folder["results"]);
        host.Folder.SetMode(".", "0755");
        host.Folder.SetMode("results", "0777");
    }

    private static CheckerStart Start(RouterHost host, string commands, string user, string redirections, params string[] arguments) => host.Start(arguments) with
    {
        Through = ["unshare", "-m", "sh", "-c", $"{commands} && exec {user} sh -c 'exec \"$0\" \"$@\" {redirections}' {host.Folder["erhchecker"]} \"$@\""],
    };
}
