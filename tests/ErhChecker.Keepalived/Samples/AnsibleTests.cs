using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The playbook: linted, and run on two hosts with everything but a service manager.</summary>
public class AnsibleTests(ITestOutputHelper output)
{
    private const string Package = "/run/erhchecker.deb";

    private static string Folder => Repository.Sample("ansible");

    [Fact, RequiresTool("ansible-lint")]
    public async Task Ansible_lint_finds_nothing()
    {
        using var home = new TestFolder();
        var linted = await Command.RunAsync(
            ["ansible-lint", "--offline", "--nocolor", "--profile", "production"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home.Path, ["XDG_CACHE_HOME"] = home.Path },
            Folder);

        Assert.True(linted.ExitCode == 0, linted.ToString());
    }

    [Fact, Requires<Namespaces>, RequiresTool("ansible-playbook")]
    public async Task The_playbook_sets_up_a_host_and_a_second_run_changes_nothing()
    {
        await using var host = await PreparedAsync();

        await SetsUpAsync(host, "router-b", "BACKUP", 100);

        var second = await PlayAsync(host, "router-b");
        Assert.True(second.ExitCode == 0, second.Said);
        var beforeStart = second.Output[..second.Output.IndexOf("TASK [Start keepalived", StringComparison.Ordinal)]; // the init script reports no status
        Assert.DoesNotContain("changed: ", beforeStart, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>, RequiresTool("ansible-playbook")]
    public async Task A_check_run_on_a_new_host_succeeds_and_changes_nothing()
    {
        await using var host = await PreparedAsync();

        var run = await PlayAsync(host, "router-b", "--check", "--diff");

        Assert.True(run.ExitCode == 0, run.Said);
        Assert.Contains("\nskipping: [router-b]\n\nTASK [Start keepalived", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Machine.Outside("/etc/default/keepalived")));

        await SetsUpAsync(host, "router-b", "BACKUP", 100);
        var second = await PlayAsync(host, "router-b", "--check", "--diff");
        Assert.True(second.ExitCode == 0, second.Said);
        Assert.DoesNotContain("skipping: [router-b]\n\nTASK [Start keepalived", second.Output, StringComparison.Ordinal);
    }

    /// <summary>The preflight comes before the restart.</summary>
    [Fact, Requires<Namespaces>, RequiresTool("ansible-playbook")]
    public async Task A_router_that_is_down_stops_the_playbook_before_keepalived_is_started()
    {
        await using var host = await PreparedAsync();
        host.KillRouter();

        var run = await PlayAsync(host, "router-a");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Check the set-up as the script user", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("keepalived", host.Machine.ProcessNames());

        await host.StartRouterAsync();
        await SetsUpAsync(host, "router-a", "MASTER", 150);
    }

    [Fact, Requires<Namespaces>, RequiresTool("ansible-playbook")]
    public async Task A_change_that_a_failed_run_has_made_is_applied_by_the_next_run()
    {
        const string Pid = "/run/keepalived.pid";
        const string Change = "keepalived_virtual_router_id=52";
        await using var host = await PreparedAsync();
        await SetsUpAsync(host, "router-a", "MASTER", 150);
        await Until.TrueAsync(() => host.Machine.Read(Pid).Length > 0, "keepalived has written its process id");
        var before = host.Machine.Read(Pid);
        host.KillRouter();
        Assert.NotEqual(0, (await PlayAsync(host, "router-a", "--extra-vars", Change)).ExitCode);
        Assert.Contains(" virtual_router_id 52\n", host.Machine.Read(LabHost.ConfigurationPath), StringComparison.Ordinal);
        Assert.Equal(before, host.Machine.Read(Pid));

        await host.StartRouterAsync();
        Assert.Equal(0, (await PlayAsync(host, "router-a", "--extra-vars", Change)).ExitCode);

        // The init script's start may find the old process still ending, and then there is no file.
        await Until.TrueAsync(() => host.Machine.Read(Pid) != before, "keepalived was restarted");
    }

    private async Task SetsUpAsync(LabHost host, string name, string state, int priority)
    {
        var run = await PlayAsync(host, name);
        output.WriteLine(run.Said);
        Assert.Equal(0, run.ExitCode);

        var configuration = host.Machine.Read(LabHost.ConfigurationPath);
        Assert.All(
            [$"router_id {name}", $"state {state}", $"priority {priority}", "script \"/usr/bin/erhchecker\"", "notify \"/usr/bin/erhchecker notify\"", "script_user ziggy", "198.51.100.9/24 dev eth0"],
            line => Assert.Contains($" {line}\n", configuration, StringComparison.Ordinal));
        Assert.Equal(Repository.ReadSample("sudoers.d/erhchecker"), host.Machine.Read("/etc/sudoers.d/erhchecker"));
        Assert.Equal(Repository.ReadSample("tmpfiles.d/erhchecker.conf"), host.Machine.Read("/etc/tmpfiles.d/erhchecker.conf"));
        Assert.Contains(
            " -u ziggy -- /usr/bin/erhchecker wait healthy --for 60\n", host.Machine.Read("/etc/systemd/system/keepalived.service.d/erhchecker.conf"), StringComparison.Ordinal);
        Assert.Equal(
            "2750 ziggy:adm\n755 ziggy:ziggy\n", (await host.Machine.TryAsync("stat", "-c", "%a %U:%G", LabHost.Logs, LabHost.StatusFolder)).Output);
        await Until.TrueAsync(() => host.Machine.ProcessNames().Contains("keepalived", StringComparer.Ordinal), $"{name}'s keepalived runs");
    }

    // A router host as NetFoundry's guide leaves it, before keepalived and the check are set up.
    private static async Task<LabHost> PreparedAsync()
    {
        var host = await LabHost.StartAloneAsync();
        await host.Machine.RunAsync("ip", "link", "set", "eth0", "up");
        await host.StartRouterAsync();
        await host.Machine.RunAsync(
            "rm", "-rf", "/usr/sbin/init", "/usr/bin/systemctl", // no systemd runs: Ansible is to use the init script
            LabHost.ConfigurationPath, "/etc/default/keepalived", "/etc/sudoers.d/erhchecker", "/home/ziggy/erhchecker.pyz");
        await host.Machine.RunAsync("rm", "-rf", LabHost.StatusFolder, LabHost.Logs);
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian has it
        await host.Machine.RunAsync("sed", "-i", @"s,^\[ -r /etc/default/\$NAME \].*,set -a; &; set +a,", "/etc/init.d/keepalived"); // systemd passes the variables on
        host.Machine.Write("/var/lib/dpkg/statoverride", ""); // it names users that the machine does not have
        host.Machine.Write("/run/package/DEBIAN/control", """
            Package: erhchecker
            Version: 1.0
            Architecture: all
            Maintainer: nobody <nobody@localhost>
            Description: the published program

            """);
        Directory.CreateDirectory(host.Machine.Outside("/run/package/usr/bin"));
        File.Copy(Repository.Checker, host.Machine.Outside("/run/package/usr/bin/erhchecker"));
        await host.Machine.RunAsync("dpkg-deb", "--root-owner-group", "-Znone", "--build", "/run/package", Package);
        return host;
    }

    /// <summary>Runs the playbook; again where a busy machine did not let the preflight finish in its time.</summary>
    private static async Task<CommandResult> PlayAsync(LabHost host, string name, params string[] options)
    {
        const int tries = 3;
        for (var at = 1; ; at++)
        {
            var played = await PlayOnceAsync(host, name, options);
            if (at == tries || !played.Said.Contains("not finished in time", StringComparison.Ordinal))
            {
                return played;
            }
        }
    }

    private static async Task<CommandResult> PlayOnceAsync(LabHost host, string name, string[] options)
    {
        var environment = new Dictionary<string, string>(SystemEnvironment.Variables, StringComparer.Ordinal)
        {
            ["HOME"] = "/opt",
            ["ANSIBLE_LOCAL_TEMP"] = "/run/tmp",
            ["ANSIBLE_REMOTE_TMP"] = "/run/tmp",
            ["ANSIBLE_NOCOLOR"] = "1",
        };
        using var run = host.Machine.Start(environment, [
            "ansible-playbook", "--inventory", $"{Folder}/inventory.yml", "--connection", "local", "--limit", name,
            "--extra-vars", $"erhchecker_package={Package} keepalived_virtual_ip=198.51.100.9/24 ansible_python_interpreter=/usr/bin/python3",
            .. options, $"{Folder}/site.yml"]);
        return await run.EndAsync();
    }
}
