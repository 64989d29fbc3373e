using System.Diagnostics;
using System.Globalization;
using ErhChecker.EndToEnd.Hostile;

namespace ErhChecker.EndToEnd.Preflight;

/// <summary>Root's preflight looks at the set-up as the script's user, who must not gain power over it.</summary>
public sealed class PreflightUserTests
{
    private const string Nobody = "65534";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PromisedAndRoom = TimeSpan.FromSeconds(3 + 2);

    [MountFact]
    public async Task The_script_user_can_neither_stop_nor_end_it()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.WriteScript("ziti", "sleep 1; echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();
        using var checker = RunningChecker.Start(Start(host, host.Folder["erhchecker"]));
        var process = checker.Id.ToString(CultureInfo.InvariantCulture);
        using var attacker = Process.Start(
            "setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "sh", "-c", $"while [ -e /proc/{process} ]; do kill -STOP {process}; kill -KILL {process}; done 2>/dev/null"]);

        var run = await checker.WaitAsync(Limit);

        await attacker.WaitForExitAsync();
        Assert.Matches("(?m)^As nobody:", run.Output);
        Assert.Matches("(?m)^ok +circuits +5 circuits, counted through sudo", run.Output);
        Assert.Matches("(?m)^ok +report ", run.Output);
    }

    /// <summary>sudo goes by the real user: a child with root's would be allowed all.</summary>
    [MountFact]
    public async Task What_it_starts_is_the_script_user_for_good()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.Write("ids", "", "0666");
        host.Folder.WriteScript("ziti", $"grep -E '^(Uid|Gid|Groups):' /proc/$$/status >{host.Folder["ids"]}; echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();

        await RouterHost.CheckAsync(Start(host, host.Folder["erhchecker"]));

        Assert.Equal(
            $"Uid: {Nobody} {Nobody} {Nobody} {Nobody} Gid: {Nobody} {Nobody} {Nobody} {Nobody} Groups: {Nobody}",
            string.Join(' ', host.Folder.Read("ids").Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>With hidepid, proc(5) does not show a process that another user may not trace.</summary>
    [HungMountTheory]
    [InlineData("hidepid=1")]
    [InlineData("hidepid=2")]
    public async Task A_script_whose_file_hangs_delays_nothing_else_and_is_not_left(string option)
    {
        using var hung = new HungFileSystem(HungFileSystem.Hangs.AfterAccess);
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.WriteScript("bin/sudo", "exit 1\n");
        var start = Start(host, hung["erhchecker"]);

        var run = await RouterHost.CheckAsync(start with
        {
            Through = [.. start.Through, "sh", "-c", $"mount -t proc -o {option} proc /proc && exec \"$0\" \"$@\""],
        });

        Assert.InRange(run.Elapsed, TimeSpan.Zero, PromisedAndRoom);
        Assert.Matches("error +script +vrrp_script\\s+check:\\s+\\S+\\s+does\\s+not\\s+run:\\s+no\\s+response\\s+in\\s+time", run.Output);
        Assert.Matches("(?m)^error +circuits ", run.Output);
        await Until.TrueAsync(() => !Command.Succeeds("pgrep", "-f", host.Folder["config.yml"]), "the child has ended");
    }

    [MountFact]
    public async Task What_a_signal_cuts_off_is_reported_as_that_alone()
    {
        await using var host = await RouterHost.StartAsync(new RouterAnswer { Fault = Fault.HangTls });
        host.Folder.Write("started", "", "0666");
        host.Folder.WriteScript("ziti", $"echo started >{host.Folder["started"]}; sleep 600\n");
        host.Folder.WriteWillingSudo();
        using var checker = RunningChecker.Start(host.Start("preflight").PreferringOwnCommands());
        await Until.TrueAsync(() => host.Folder.Read("started").Length > 0, "the agent runs");

        checker.Terminate();

        var run = await checker.WaitAsync(Limit);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"(?m)^error +preflight +ended by SIGTERM at\\s+{host.Folder["ziti"]};\\s+what\\s+follows\\s+was\\s+not\\s+checked", run.Output);
        Assert.DoesNotMatch("(?m)^(error|warning) +(circuits|report|controllers) ", run.Output);
        Assert.Contains("setting        --switchTimeout 600", run.Output, StringComparison.Ordinal); // what was found before
    }

    [Fact]
    public async Task A_signal_at_the_start_is_no_fault_of_the_router()
    {
        await using var host = await RouterHost.StartAsync(new RouterAnswer { Fault = Fault.HangTls });
        host.Folder.WriteScript("ziti", "echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();
        using var checker = RunningChecker.Start(host.Start("preflight").PreferringOwnCommands());
        await Until.TrueAsync(() => checker.IsSupervised, "it handles signals");

        checker.Terminate();

        var run = await checker.WaitAsync(Limit);
        Assert.Matches("(?m)^error +preflight +ended by SIGTERM", run.Output);
        Assert.DoesNotMatch("(?m)^error +(circuits|report) ", run.Output);
    }

    /// <summary>A host whose keepalived runs a program as nobody.</summary>
    private static CheckerStart Start(RouterHost host, string program)
    {
        Executable.Copy(Repository.Checker, host.Folder["erhchecker"]);
        host.Folder.Write("keepalived.conf", $$"""
            global_defs {
                script_user nobody nogroup
            }
            vrrp_script check {
                script "{{program}} -c {{host.Folder["config.yml"]}}"
            }
            vrrp_instance vip {
                track_script {
                    check
                }
            }

            """);
        Directory.CreateDirectory(host.Folder["default"]);
        host.Folder.Write("default/keepalived", $"DAEMON_ARGS='-f {host.Folder["keepalived.conf"]}'\n");
        return host.Start("preflight").PreferringOwnCommands() with { Through = MountNamespace.Replacing(host.Folder, "default") };
    }
}
