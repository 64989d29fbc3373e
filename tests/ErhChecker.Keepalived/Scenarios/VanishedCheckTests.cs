using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>keepalived counts a script that it cannot execute as a success: docs/operating.md warns of it.</summary>
public class VanishedCheckTests(ITestOutputHelper output)
{
    [Theory, Requires<Namespaces>]
    [InlineData("rm", LabHost.CheckerPath)]
    [InlineData("chmod", "0644", LabHost.CheckerPath)]
    public async Task A_host_in_FAULT_whose_check_can_no_longer_be_executed_takes_the_virtual_ip(params string[] command)
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);
        lab.A.SetAnswer(Answers.NoLinks);
        await lab.A.ReportedAsync("FAULT");
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.Machine.RunAsync(command);

        await lab.VirtualIpOnAsync(lab.A);
        Assert.EndsWith("0", lab.A.Keepalived!.Said.Split('\n').Last(line => line.Contains("Script `erhchecker` now returning ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>docs/monitoring.md: in the system log, which this host has in a /dev of its own.</summary>
    [Theory, Requires<Namespaces>]
    [InlineData("rm", LabHost.CheckerPath)]
    [InlineData("chmod", "0644", LabHost.CheckerPath)]
    public async Task On_a_healthy_host_the_system_log_has_a_line_at_every_check(params string[] command)
    {
        await using var host = await LabHost.StartAloneAsync(Pair.Patient);
        await host.Machine.RunAsync("sh", "-ec", """
            mkdir /run/dev
            mount --rbind /dev /run/dev
            mount -t tmpfs none /dev
            for device in null zero random urandom; do touch /dev/$device; mount --bind /run/dev/$device /dev/$device; done
            """);
        var log = host.Start(SystemEnvironment.Variables, "python3", "-c", """
            import socket
            log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            log.bind('/dev/log')
            while True: print(log.recv(8192).decode(), flush=True)
            """);
        await Until.TrueAsync(() => File.Exists(host.Machine.Outside("/dev/log")), "the system log listens");
        await host.StartRouterAsync();
        host.Start(SystemEnvironment.Variables, "/bin/sh", "-c", "set -a; . /etc/default/keepalived; exec /usr/sbin/keepalived --dont-fork");
        await Until.TrueAsync(() => log.Said.Contains("VRRP_Script(erhchecker) succeeded", StringComparison.Ordinal), "the check has succeeded");

        await host.Machine.RunAsync(command);

        await Until.TrueAsync(() => log.Said.Split("Error exec-ing command").Length > 3, "three checks have left a line");
        Assert.DoesNotContain("now returning", log.Said, StringComparison.Ordinal);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_typo_in_the_script_line_is_exit_status_2()
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient }, output);
        var configuration = Pair.Patient.Configuration("master").Replace("--timeout 10\"", "--timeout 10 --switchTimout 60\"", StringComparison.Ordinal);
        lab.A.Machine.Write(LabHost.ConfigurationPath, configuration);

        lab.A.StartKeepalived();

        await lab.A.ReportedAsync("FAULT");
        Assert.Contains("VRRP_Script(erhchecker) failed (exited with status 2)", lab.A.Keepalived!.Said, StringComparison.Ordinal);
        Assert.Contains(" - ERROR - invalid command line, exit 2: unknown option '--switchTimout'", lab.A.CheckerLog, StringComparison.Ordinal);
    }
}
