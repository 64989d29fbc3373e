using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;
using Xunit.Abstractions;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The playbook: linted, and run on two hosts with everything but a service manager.</summary>
public class AnsibleTests(ITestOutputHelper output)
{
    private const string Package = "/run/erhchecker.deb";

    private static string Folder => Repository.Sample("ansible");

    [ToolFact("ansible-lint")]
    public async Task Ansible_lint_finds_nothing()
    {
        using var home = new TestFolder();
        var linted = await Command.RunAsync(
            ["ansible-lint", "--offline", "--nocolor", "--profile", "production"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home.Path, ["XDG_CACHE_HOME"] = home.Path },
            Folder);

        Assert.True(linted.ExitCode == 0, linted.ToString());
    }

    [MachineToolFact("ansible-playbook")]
    public async Task The_playbook_sets_up_both_hosts_and_a_second_run_changes_nothing()
    {
        foreach (var (name, state, priority) in new[] { ("router-b", "BACKUP", 100), ("router-a", "MASTER", 150) })
        {
            await using var host = await PreparedAsync();

            var first = await PlayAsync(host, name);
            output.WriteLine(first.Said);
            Assert.Equal(0, first.ExitCode);

            var configuration = host.Machine.Read(RouterHost.ConfigurationPath);
            Assert.All(
                [$"router_id {name}", $"state {state}", $"priority {priority}", "script \"/usr/bin/erhchecker\"", "script_user ziggy", "198.51.100.9/24 dev eth0"],
                line => Assert.Contains($" {line}\n", configuration, StringComparison.Ordinal));
            Assert.Contains("\nERHCHECKER=/usr/bin/erhchecker\n", host.Machine.Read("/etc/default/keepalived"), StringComparison.Ordinal);
            Assert.Equal(Repository.ReadSample("sudoers.d/erhchecker"), host.Machine.Read("/etc/sudoers.d/erhchecker"));
            await Until.TrueAsync(() => host.Machine.ProcessNames().Contains("keepalived", StringComparer.Ordinal), $"{name}'s keepalived runs");

            var second = await PlayAsync(host, name);
            Assert.True(second.ExitCode == 0 && second.Output.Contains(" changed=0 ", StringComparison.Ordinal), second.ToString());
        }
    }

    /// <summary>The preflight comes before the restart: a router that is down stops the playbook.</summary>
    [MachineToolFact("ansible-playbook")]
    public async Task An_error_of_the_preflight_stops_it_before_keepalived_is_started()
    {
        await using var host = await PreparedAsync();
        host.KillRouter();

        var run = await PlayAsync(host, "router-b");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Check the set-up as the script user", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("keepalived", host.Machine.ProcessNames());
    }

    // A router host as NetFoundry's guide leaves it, before keepalived and the check are set up.
    private static async Task<RouterHost> PreparedAsync()
    {
        var host = await RouterHost.StartAloneAsync();
        await host.Machine.RunAsync("ip", "link", "set", "eth0", "up");
        await host.StartRouterAsync();
        await host.Machine.RunAsync(
            "rm", "-r", RouterHost.ConfigurationPath, "/etc/keepalived/notify.sh", "/etc/default/keepalived", "/etc/sudoers.d/erhchecker", "/home/ziggy/erhchecker.pyz");
        host.Machine.Write("/run/package/DEBIAN/control", """
            Package: erhchecker
            Version: 2.0.0
            Architecture: all
            Maintainer: nobody <nobody@localhost>
            Description: the published program

            """);
        Directory.CreateDirectory(host.Machine.Outside("/run/package/usr/bin"));
        File.Copy(Repository.Checker, host.Machine.Outside("/run/package/usr/bin/erhchecker"));
        await host.Machine.RunAsync("dpkg-deb", "--root-owner-group", "-Znone", "--build", "/run/package", Package);
        return host;
    }

    private static async Task<CommandResult> PlayAsync(RouterHost host, string name)
    {
        var environment = new Dictionary<string, string>(SystemEnvironment.Variables, StringComparer.Ordinal)
        {
            ["HOME"] = "/opt",
            ["ANSIBLE_LOCAL_TEMP"] = "/run/tmp",
            ["ANSIBLE_REMOTE_TMP"] = "/run/tmp",
            ["ANSIBLE_NOCOLOR"] = "1",
        };
        using var run = host.Machine.Start(
            environment, "ansible-playbook", "--inventory", $"{Folder}/inventory.yml", "--connection", "local", "--limit", name,
            "--extra-vars", $"erhchecker_package={Package} keepalived_virtual_ip=198.51.100.9/24 ansible_python_interpreter=/usr/bin/python3",
            $"{Folder}/site.yml");
        return await run.EndAsync();
    }
}
