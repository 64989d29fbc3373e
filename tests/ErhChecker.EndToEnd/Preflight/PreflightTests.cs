using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ErhChecker.EndToEnd.Hostile;

namespace ErhChecker.EndToEnd.Preflight;

/// <summary><c>erhchecker preflight</c> with the published binary: in time whatever hangs, and without a trace on the host.</summary>
public sealed class PreflightTests
{
    private const int Nobody = 65534;

    private static readonly TimeSpan PromisedAndRoom = TimeSpan.FromSeconds(3 + 2);

    [MountFact]
    public async Task It_ends_in_time_when_the_router_hangs_the_resolver_is_dead_and_sudo_waits()
    {
        var silent = new IPEndPoint(IPAddress.Parse("127.83.83.90"), 53);
        using var resolver = new UdpClient(silent);
        await using var host = await RouterHost.StartAsync(new RouterAnswer { Fault = Fault.HangTls }, controller: "tls:ctrl.never.example:443");
        host.Folder.Write("resolv.conf", $"nameserver {silent.Address}\n");
        host.Folder.WriteScript("bin/sudo", "exec sleep 600\n");
        host.Folder.WriteScript("ziti", "exit 1\n");

        var run = await RouterHost.CheckAsync(host.Start("preflight").PreferringOwnCommands() with
        {
            Through = [.. MountNamespace.Replacing(host.Folder, "resolv.conf"), "setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"],
        });

        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1.9), PromisedAndRoom);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("report +unreachable: no complete response in time", run.Output);
        Assert.Matches("circuits cannot be counted: the ziti agent did\\s+not\\s+respond", run.Output);
        Assert.Contains("ctrl.never.example", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    /// <summary>The router hangs for 2 s of the 2.7 s: an agent that takes its turn after it would have no time left.</summary>
    [Fact]
    public async Task A_slow_agent_is_understood_while_the_router_hangs()
    {
        await using var host = await RouterHost.StartAsync(new RouterAnswer { Fault = Fault.HangTls });
        host.Folder.WriteScript("ziti", "sleep 1; echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start("preflight").PreferringOwnCommands());

        Assert.Matches("(?m)^ok +circuits +5 circuits, counted ", run.Output);
        Assert.Matches("report +unreachable: no complete response in time", run.Output);
    }

    [HungFact]
    public async Task It_ends_in_time_when_a_file_hangs_and_names_the_file()
    {
        using var hung = new HungFileSystem();
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("preflight", "-c", hung["config.yml"]));

        Assert.InRange(run.Elapsed, TimeSpan.Zero, PromisedAndRoom);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("setting        --switchTimeout 600", run.Output, StringComparison.Ordinal); // what was found before
        Assert.Matches($"(?m)^error    preflight      not finished in time:\\s+{hung["config.yml"]}", run.Output);
    }

    /// <summary>The kernel hides from a process that may become root again which of its children have begun.</summary>
    [HungFact]
    public async Task A_script_whose_file_hangs_delays_nothing_else_as_its_user()
    {
        using var hung = new HungFileSystem(HungFileSystem.Hangs.AfterAccess);
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.SetMode(".", "0755");
        host.Folder.Write("keepalived.conf", $$"""
            global_defs {
                script_user nobody
            }
            vrrp_script check {
                script "{{hung["erhchecker"]}} -c {{host.Folder["config.yml"]}}"
            }
            vrrp_instance vip {
                track_script {
                    check
                }
            }

            """);
        Directory.CreateDirectory(host.Folder["default"]);
        host.Folder.Write("default/keepalived", $"DAEMON_ARGS='-f {host.Folder["keepalived.conf"]}'\n");
        host.Folder.WriteScript("bin/sudo", "exit 1\n");

        var run = await RouterHost.CheckAsync(host.Start("preflight").PreferringOwnCommands() with
        {
            Through = MountNamespace.Replacing(host.Folder, "default"),
        });

        Assert.InRange(run.Elapsed, TimeSpan.Zero, PromisedAndRoom);
        Assert.Equal(1, run.ExitCode);
        var words = string.Join(' ', run.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)); // wherever the lines are wrapped
        Assert.Matches("error script vrrp_script check: \\S+ does not run: no response in time", words);
        Assert.DoesNotContain("keepalived counts that", run.Output, StringComparison.Ordinal); // it was started
        Assert.Matches("(?m)^ok +report ", run.Output);
        Assert.DoesNotContain("not finished in time", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_leaves_no_trace_on_the_host()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.Write("old.log", "a line\n");
        host.Folder.WriteScript("ziti", "echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();
        var old = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(host.Folder["old.log"], old);
        var before = Directory.GetFileSystemEntries(host.Folder.Path);

        var appended = await RouterHost.CheckAsync(host.Start("preflight", "-f", host.Folder["old.log"]).PreferringOwnCommands());
        var created = await RouterHost.CheckAsync(host.Start("preflight", "-f", host.Folder["new.log"]).PreferringOwnCommands());

        Assert.Contains("old.log can be written", appended.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Matches("new.log can\\s+be written", created.Output);
        Assert.Equal(before.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(host.Folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal(("a line\n", old), (host.Folder.Read("old.log"), File.GetLastWriteTimeUtc(host.Folder["old.log"])));
    }

    /// <summary>As containers have one: nothing can be renamed over it.</summary>
    [MountFact]
    public async Task A_single_file_that_is_mounted_cannot_be_replaced()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var status = host.Folder.Write("status.json", "");
        var mounted = MountNamespace.After($"mount --bind {status} {status}");

        var preflight = await RouterHost.CheckAsync(host.Start("preflight", "-s", status) with { Through = mounted });
        var check = await RouterHost.CheckAsync(host.Start("-s", status) with { Through = mounted });

        Assert.Matches("(?m)^error +status +\\S+status.json\\s+is\\s+not\\s+replaced:\\s+it\\s+is\\s+mounted\\s+as\\s+a\\s+single\\s+file", preflight.Output);
        Assert.Contains($"{status} is not replaced: it is mounted as a single file", check.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("none")]
    [InlineData("text")]
    public async Task Text_is_the_output_of_every_format_but_json(string format)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start("preflight", "--output", format));

        Assert.Matches("(?m)^ok       config ", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_verdict_that_would_release_the_vip_is_a_warning()
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 0));
        host.Folder.WriteScript("ziti", "echo 'circuits (5):'\n");
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start("preflight", "--output", "json").PreferringOwnCommands());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            JsonDocument.Parse(run.Output).RootElement.GetProperty("checks").EnumerateArray(),
            check => check.GetProperty("name").GetString() == "report" && check.GetProperty("level").GetString() == "warning"
                && check.GetProperty("text").GetString()!.Contains("noLinks now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invalid_command_line_is_exit_2_as_ever()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        Assert.Equal(2, (await RouterHost.CheckAsync(host.Start("preflight", "-t", "soon"))).ExitCode);
        Assert.Equal(2, (await RouterHost.CheckAsync(host.Start("preflight", "--help=1"))).ExitCode);
    }
}
