using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The commands of README and docs/operating.md, as root types them, on a host with a router.</summary>
public class GuideCommandsTests
{
    private const string Release = "/run/release";
    private const string OldChecker = "always-healthy.sh";

    private static string Readme => Repository.Read("README.md");

    private static string Guide => Repository.Read("docs", "operating.md");

    [Fact, Requires<Namespaces>]
    public async Task Readme_replaces_the_check_and_rolls_it_back()
    {
        await using var host = await LabHost.StartAloneAsync();
        var old = Path.Combine(AppContext.BaseDirectory, OldChecker);
        await host.InstallCheckerAsync(old);
        await host.StartRouterAsync();
        CopyProgram(host, "erhchecker.pyz");

        var installed = await TypeAsync(host, Block(Readme, "erhchecker.pyz.old\nmv"));
        Assert.Contains("\nDecision       healthy: ", installed.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nexit 0\n", installed.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Checker), await File.ReadAllBytesAsync(host.Machine.Outside(LabHost.CheckerPath)));
        Assert.Equal(await File.ReadAllTextAsync(old), host.Machine.Read(LabHost.CheckerPath + ".old"));
        Assert.Equal(0, (await TypeAsync(host, Block(Guide, "exec /home/ziggy/erhchecker.pyz.old'"))).ExitCode);

        await TypeAsync(host, Block(Readme, "erhchecker.pyz.old /home/ziggy/erhchecker.pyz.new"));
        Assert.Equal(await File.ReadAllTextAsync(old), host.Machine.Read(LabHost.CheckerPath));
        Assert.Equal("755\n", (await host.Machine.TryAsync("stat", "-c", "%a", LabHost.CheckerPath)).Output);
        Assert.False(File.Exists(host.Machine.Outside(LabHost.CheckerPath + ".new")));
    }

    [Fact, Requires<Namespaces>]
    public async Task Readme_runs_the_check_as_keepalived_does()
    {
        await using var host = await LabHost.StartAloneAsync();
        host.Machine.Write(LabHost.ConfigurationPath, host.Machine.Read(LabHost.ConfigurationPath).Replace("    ", "\t", StringComparison.Ordinal).Replace("script \"", "script\t\"", StringComparison.Ordinal));
        await host.StartRouterAsync();

        var run = await TypeAsync(host, Block(Readme, "exec $script --output text"));

        Assert.StartsWith("/home/ziggy/erhchecker.pyz --timeout 1.5\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("--timeout 1.5 (command line)", run.Output, StringComparison.Ordinal);
        Assert.Contains($"LOG_FILE={LabHost.Logs}/erhchecker.log (environment)", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nexit 0\n", run.Output, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task The_guide_sets_a_host_up_and_tests_it()
    {
        await using var host = await LabHost.StartAsync("router");
        await host.Machine.RunAsync("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "nowhere");
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian and RHEL have it
        host.Machine.Write("/opt/netfoundry/ziti/ziti-router/config.yml", Repository.ReadSample("router-config.yml"));
        host.Machine.Write("/opt/netfoundry/ziti/ziti", "#!/bin/sh\necho 'circuits (2):'\n", "0755");
        host.Machine.Write("/etc/hosts", host.Machine.Read("/etc/hosts") + "203.0.113.10 ctrl.ziti.example\n");
        host.SetAnswer(Answers.Healthy);
        await host.StartRouterAsync();
        CopyProgram(host, "erhchecker");
        CopySamples(host);

        // The packages are there, or this test would be skipped; a machine has no systemd.
        var install = Block(Guide, "useradd --create-home").Split('\n')
            .Where(line => !line.StartsWith("apt-get ", StringComparison.Ordinal) && !line.StartsWith("systemd-tmpfiles ", StringComparison.Ordinal));
        await TypeAsync(host, string.Join('\n', install));
        await host.Machine.RunAsync("install", "-d", "-o", "ziggy", "-g", "ziggy", LabHost.StatusFolder); // as systemd-tmpfiles does
        var tested = await TypeAsync(host, Block(Guide, "visudo -c"));

        Assert.Equal("", tested.Error.Replace("no such user", "", StringComparison.Ordinal).Trim());
        Assert.Contains("/etc/sudoers.d/erhchecker: parsed OK\nexit 0\nRouter config  ", tested.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(tested.Lines, line => line.StartsWith("exit ", StringComparison.Ordinal) && line != "exit 0");
        Assert.EndsWith("\nexit 0\n", tested.Output, StringComparison.Ordinal);
        Assert.Equal("2750 ziggy:adm\n", (await host.Machine.TryAsync("stat", "-c", "%a %U:%G", LabHost.Logs)).Output);
        Assert.True(File.Exists(host.Machine.Outside("/etc/systemd/system/keepalived.service.d/erhchecker.conf")));

        await TypeAsync(host, Block(Guide, "|/usr/bin/erhchecker|'"));
        Assert.All(
            [LabHost.ConfigurationPath, "/etc/systemd/system/keepalived.service.d/erhchecker.conf"],
            file => Assert.Contains("/usr/bin/erhchecker", host.Machine.Read(file).Replace("\"/usr/bin/erhchecker\".\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.DoesNotContain("/home/ziggy/erhchecker", host.Machine.Read("/etc/systemd/system/keepalived.service.d/erhchecker.conf"), StringComparison.Ordinal);
        Assert.Contains("\n    notify \"/usr/bin/erhchecker notify\"\n", host.Machine.Read(LabHost.ConfigurationPath), StringComparison.Ordinal);
    }

    /// <summary>A host as 2.0.0's guide left it.</summary>
    [Fact, Requires<Namespaces>]
    public async Task The_guide_changes_a_host_over_from_notify_sh()
    {
        await using var host = await LabHost.StartAloneAsync();
        var configuration = host.Machine.Read(LabHost.ConfigurationPath);
        host.Machine.Write(LabHost.ConfigurationPath, configuration.Replace("notify \"/home/ziggy/erhchecker.pyz notify\"", "notify /etc/keepalived/notify.sh", StringComparison.Ordinal));
        Assert.NotEqual(configuration, host.Machine.Read(LabHost.ConfigurationPath));
        host.Machine.Write("/etc/keepalived/notify.sh", "#!/bin/sh\n", "0755");
        host.Machine.Write("/etc/default/keepalived", "LOG_LEVEL=INFO\nNOTIFY_LOG_FILE=/var/log/erhchecker/transitions.json\n#NOTIFY_INTERVAL=12\n#ERHCHECKER=/usr/bin/erhchecker\n");

        await TypeAsync(host, Block(Guide, "NOTIFY_INTERVAL"));

        Assert.Equal(configuration, host.Machine.Read(LabHost.ConfigurationPath));
        Assert.Equal($"LOG_LEVEL=INFO\nHISTORY_FILE={LabHost.HistoryFile}\n", host.Machine.Read("/etc/default/keepalived"));
        Assert.False(File.Exists(host.Machine.Outside("/etc/keepalived/notify.sh")));
    }

    [Fact, Requires<Namespaces>]
    public async Task The_guide_brings_the_virtual_ip_back_while_the_check_fails()
    {
        await using var host = await LabHost.StartAloneAsync();
        await host.Machine.RunAsync("sh", "-c", "ip address add 192.0.2.11/24 dev eth0; ip link set eth0 up; ip link set nowhere up");
        host.Machine.Write("/usr/local/sbin/systemctl", "#!/bin/sh\nkill -HUP $(cat /run/keepalived.pid)\n", "0755");
        host.StartKeepalived(); // without a router
        await Until.TrueAsync(() => host.Keepalived!.Said.Contains("VRRP_Script(erhchecker) failed", StringComparison.Ordinal), "the check has failed");
        Assert.DoesNotContain(LabAddresses.Virtual, host.Machine.Network.Addresses());

        await TypeAsync(host, Block(Guide, "weight -60/'"));
        await Until.TrueAsync(() => host.Machine.Network.Addresses().Contains(LabAddresses.Virtual), "the host has the virtual IP");

        await TypeAsync(host, Block(Guide, "mv /etc/keepalived/keepalived.conf.weight-0"));
        await Until.TrueAsync(() => !host.Machine.Network.Addresses().Contains(LabAddresses.Virtual), "the host has released it");
    }

    [Fact, Requires<Namespaces>, RequiresTool("nft")]
    public async Task The_rules_of_the_cloud_page_accept_the_probe_and_drop_the_rest()
    {
        await using var host = await LabHost.StartAloneAsync();
        await host.Machine.RunAsync("nft", "add table inet filter; add chain inet filter input { type filter hook input priority 0; }");

        var typed = await TypeAsync(host, Block(Repository.Read("docs", "cloud.md"), "nft insert rule"));

        Assert.EndsWith(
            """
            iifname != "lo" tcp dport 8082 ip saddr 168.63.129.16 accept
            iifname != "lo" tcp dport 8082 drop
            }
            }
            """,
            string.Join('\n', typed.Lines.Select(line => line.Trim())),
            StringComparison.Ordinal);
        Assert.Equal(0, typed.ExitCode);
    }

    [Fact, Requires<Namespaces>]
    public async Task Without_a_PID_namespace_the_configuration_test_ends_itself()
    {
        await using var host = await LabHost.StartAloneAsync();
        var version = (await host.Machine.TryAsync("keepalived", "--version")).Said;
        var endsItself = new[] { "v2.2.5 ", "v2.2.6 ", "v2.2.7 " }.Any(affected => version.Contains(affected, StringComparison.Ordinal));

        var tested = await TypeAsync(host, $"keepalived -t -f {LabHost.ConfigurationPath}; echo \"exit $?\"");

        Assert.EndsWith(endsItself ? "exit 143\n" : "exit 0\n", tested.Output, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task The_configuration_test_shows_a_fault()
    {
        await using var host = await LabHost.StartAloneAsync();
        host.Machine.Write(LabHost.ConfigurationPath, Repository.ReadSample("keepalived/master/keepalived.conf").Replace("interval 12", "intervall 12", StringComparison.Ordinal));

        var tested = await TypeAsync(host, $"unshare --fork --pid keepalived -t -f {LabHost.ConfigurationPath}; echo \"exit $?\"");

        Assert.Contains("Unknown keyword 'intervall'", tested.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("exit 0\n", tested.Output, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task Without_a_script_user_script_security_rejects_the_check()
    {
        await using var host = await LabHost.StartAloneAsync();
        host.Machine.Write(LabHost.ConfigurationPath, Repository.ReadSample("keepalived/master/keepalived.conf").Replace("script_user ziggy\n", "\n", StringComparison.Ordinal));

        var tested = await TypeAsync(host, $"unshare --fork --pid keepalived -t -f {LabHost.ConfigurationPath}");

        Assert.Contains("Unable to set default user for vrrp script erhchecker - removing", tested.Said, StringComparison.Ordinal);
        Assert.Contains("`Unable to set default user for vrrp script erhchecker - removing`", Guide, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task The_guide_gives_a_log_of_roots_to_the_script_user()
    {
        const string Run = "runuser -u ziggy -- sh -c 'set -a; . /etc/default/keepalived; exec /home/ziggy/erhchecker.pyz'";
        await using var host = await LabHost.StartAloneAsync();
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian and RHEL have it
        host.Machine.Write($"{LabHost.Logs}/erhchecker.log", "");
        await host.Machine.RunAsync("chown", "root:root", $"{LabHost.Logs}/erhchecker.log");

        Assert.Contains($"the log file {LabHost.Logs}/erhchecker.log", (await TypeAsync(host, Run)).Error, StringComparison.Ordinal);
        Assert.Equal("", host.CheckerLog);

        await TypeAsync(host, Block(Guide, "chown ziggy:adm"));
        Assert.DoesNotContain("the log file", (await TypeAsync(host, Run)).Error, StringComparison.Ordinal);
        Assert.Contains("unreachable: ", host.CheckerLog, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task The_sudo_rule_without_a_log_permits_the_same()
    {
        await using var host = await LabHost.StartAloneAsync();
        var rule = Repository.ReadSample("sudoers.d/erhchecker");
        Assert.Contains("\n#Defaults!", rule, StringComparison.Ordinal);
        host.Machine.Write("/etc/sudoers.d/erhchecker", rule.Replace("\n#Defaults!", "\nDefaults!", StringComparison.Ordinal), "0440");

        Assert.Equal(0, (await TypeAsync(host, "visudo -c")).ExitCode);
        Assert.Equal("circuits (5):\n", (await TypeAsync(host, "runuser -u ziggy -- sudo -n /opt/netfoundry/ziti/ziti agent router dump-routes --app-type router | head -1")).Output);
    }

    /// <summary>The block of commands that contains this text.</summary>
    private static string Block(string document, string text)
    {
        var blocks = document.Split("```sh\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]);
        return string.Join('\n', blocks.Single(block => block.Contains(text, StringComparison.Ordinal)).Split('\n').Select(line => line.Trim()));
    }

    /// <summary>Commands for root's shell, in the folder of a release.</summary>
    private static Task<CommandResult> TypeAsync(LabHost host, string commands) =>
        host.Machine.TryAsync("/bin/sh", "-c", $"mkdir -p {Release} && cd {Release}\n{commands}");

    private static void CopyProgram(LabHost host, string name)
    {
        Directory.CreateDirectory(host.Machine.Outside(Release));
        File.Copy(Repository.Checker, host.Machine.Outside($"{Release}/{name}"));
    }

    private static void CopySamples(LabHost host)
    {
        var samples = Repository.Samples;
        foreach (var file in new[] { "default", "keepalived", "sudoers.d", "systemd", "tmpfiles.d" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(samples, folder), "*", SearchOption.AllDirectories)))
        {
            host.Machine.Write($"{Release}/samples/{Path.GetRelativePath(samples, file)}", File.ReadAllText(file));
        }
    }
}
