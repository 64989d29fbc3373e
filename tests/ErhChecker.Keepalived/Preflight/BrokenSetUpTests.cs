using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Preflight;

/// <summary>The sample set-up with one thing wrong at a time: the preflight has one line for it, and no other complaint.</summary>
public class BrokenSetUpTests(ITestOutputHelper output)
{
    private const string Conf = LabHost.ConfigurationPath;
    private const string Checker = LabHost.CheckerPath;
    private const string RouterConfig = "/opt/netfoundry/ziti/ziti-router/config.yml";
    private const string DefaultFile = "/etc/default/keepalived";

    [Fact, Requires<Namespaces>]
    public async Task The_sample_set_up_has_no_fault_for_root_and_for_its_own_user()
    {
        await using var host = await StartAsync();

        foreach (var run in new[] { await PreflightResult.AsRootAsync(host), await PreflightResult.AsAsync(host, "ziggy") })
        {
            output.WriteLine(run.ToString());
            Assert.Equal([], run.Faults);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(run.Lines, line => line.Name == "circuits" && line.Text.StartsWith("as ziggy: 5 circuits, counted through sudo", StringComparison.Ordinal));
            Assert.Contains(run.Lines, line => line.Name == "setting" && line.Text.EndsWith($"--logFile {LabHost.Logs}/erhchecker.log (LOG_FILE in {DefaultFile})", StringComparison.Ordinal));
        }
    }

    [Theory, Requires<Namespaces>]
    //          what is broken, by root                                                               level      name            text
    [InlineData($"rm {Checker}", "error", "script", $"{Checker} does not exist")]
    [InlineData($"chmod 0644 {Checker}", "error", "script", "cannot be executed: Permission denied")]
    [InlineData($"chmod 0700 {Checker}", "error", "script", "cannot be executed: Permission denied")]
    [InlineData($"head -c 100000 {Checker} | sed 1s/ELF/elf/ >/run/half; cat /run/half >{Checker}", "error", "script", "does not run: Exec format error")]
    [InlineData($"printf '#!/bin/sh\\necho 1.1.0\\n' >{Checker}", "warning", "script", "is version 1.1.0, this program is")]
    [InlineData($"sed -i 's,{Checker},/home/ziggy/erchecker.pyz,' {Conf}", "error", "configuration", "vrrp_script erhchecker runs /home/ziggy/erchecker.pyz, which does not exist")]
    [InlineData($"sed -i 's,{Checker},/usr/bin/python9 {Checker},' {Conf}", "error", "script", "/usr/bin/python9 does not exist: keepalived counts that as success")]
    [InlineData($"sed -i 's,{Checker},/usr/bin/python9 /none.pyz,' {Conf}", "error", "configuration", "/none.pyz, which does not exist: keepalived counts that as success")]
    [InlineData($"ln -s sh /bin/python9; sed -i 's,{Checker},/bin/python9 /none.pyz,' {Conf}", "error", "configuration", "/none.pyz, which does not exist: python9 ends with an error")]
    [InlineData($"sed -i 's,{Checker},{Checker} --switchTimeuot 30,' {Conf}", "error", "options", "unknown option '--switchTimeuot'")]
    [InlineData($"sed -i 's,{Checker}.*,{Checker}\" -t 30,' {Conf}", "warning", "options", "keepalived ignores '-t 30' after the command")]
    [InlineData($"sed -i '/track_script/,/}}/d' {Conf}", "error", "tracking", "no vrrp_instance tracks vrrp_script erhchecker")]
    [InlineData($"sed -n '/^vrrp_script/,/^}}/p' {Conf} >/run/block; sed -i '/^vrrp_script/,/^}}/d' {Conf}; cat /run/block >>{Conf}", "error", "tracking", "stands after vrrp_instance ziti")]
    [InlineData($"sed -i 's/script_user ziggy/script_user zigy/' {Conf}", "error", "user", "script_user 'zigy' does not exist")]
    [InlineData($"sed -i 's/script_user ziggy/script_user root/' {Conf}", "error", "security", "others may change /home/ziggy: with enable_script_security keepalived disables the script")]
    [InlineData($"sed -i 's/timeout 11/timeout 15/' {Conf}", "warning", "interval", "timeout 15 s is above interval 12 s: keepalived 2.2.7 starts the next check while one runs")]
    [InlineData($"sed -i '/timeout 11/d; s/interval 12/interval 3/' {Conf}", "warning", "timeout", "the check's deadline, 10 s, is not below timeout 3 s")]
    [InlineData($"echo CHECK_TIMEOUT=30 >>{DefaultFile}", "warning", "timeout", "the check's deadline, 30 s, is not below timeout 11 s")]
    [InlineData($"sed -i 's/interval 12/interval 12.5/' {Conf}", "warning", "interval", "interval '12.5' is not a whole number up to 4294: keepalived uses 12")]
    [InlineData("rm /etc/sudoers.d/erhchecker", "error", "circuits", "circuits cannot be counted: sudo -n /opt/netfoundry/ziti/ziti")]
    [InlineData($"chmod 0600 {RouterConfig}", "error", "config", "permission denied: the check runs as user 'ziggy'")]
    [InlineData($"sed -i /^HISTORY_FILE=/d /etc/default/keepalived; chown root {LabHost.Logs}", "error", "log", "the directory is not writable: Permission denied")]
    [InlineData($"echo SWITCH_TIMOUT=30 >>{DefaultFile}", "warning", "variable", "SWITCH_TIMOUT in /etc/default/keepalived is ignored")]
    [InlineData($"echo export LOG_LEVEL=DEBUG >>{DefaultFile}", "warning", "variable", "'export LOG_LEVEL' is not a valid variable name: systemd ignores the line")]
    [InlineData($"echo SWITCH_TIMEOUT=soon >>{DefaultFile}", "error", "setting", "invalid value 'soon' for the variable SWITCH_TIMEOUT")]
    [InlineData($"install -m 0600 /dev/null {RouterConfig}.d; mv {RouterConfig}.d /opt/netfoundry/ziti/ziti-router/endpoints.yml", "warning", "endpoints", "endpoints.yml cannot be read: permission denied")]
    [InlineData($"echo 'include /etc/keepalived/conf.d/*.conf' >>{Conf}", "warning", "configuration", "includes /etc/keepalived/conf.d/*.conf, which matches no file")]
    public async Task One_thing_that_is_broken_has_one_line(string broken, string level, string name, string text)
    {
        await using var host = await StartAsync();
        await host.Machine.RunAsync("sh", "-c", broken);

        var run = await PreflightResult.AsRootAsync(host);

        output.WriteLine(run.ToString());
        var fault = Assert.Single(run.Faults);
        Assert.Equal((level, name), (fault.Level, fault.Name));
        Assert.Contains(text, fault.Text, StringComparison.Ordinal);
        Assert.NotEqual("", fault.Remedy);
        Assert.Equal(level == "error" ? 1 : 0, run.ExitCode);
    }

    /// <summary>What keepalived itself reports about the same set-ups: the claims above are not the preflight's alone.</summary>
    [Theory, Requires<Namespaces>]
    [InlineData($"rm {Checker}", "Disabling track script erhchecker since not found")]
    [InlineData($"chmod 0644 {Checker}", "is not executable for uid:gid")]
    [InlineData($"chmod 0700 {Checker}", "is not executable for uid:gid")]
    [InlineData($"sed -n '/^vrrp_script/,/^}}/p' {Conf} >/run/block; sed -i '/^vrrp_script/,/^}}/d' {Conf}; cat /run/block >>{Conf}", "track script erhchecker not found, ignoring")]
    [InlineData($"sed -i 's/script_user ziggy/script_user zigy/' {Conf}", "Error setting global script uid/gid")]
    [InlineData($"sed -i 's/script_user ziggy/script_user root/' {Conf}", "Disabling track script erhchecker due to insecure")]
    [InlineData($"sed -i 's/interval 12/interval 12.5/' {Conf}", "invalid number '12.5'")]
    public async Task Keepalived_agrees(string broken, string said)
    {
        await using var host = await StartAsync();
        await host.Machine.RunAsync("sh", "-c", broken);

        host.StartKeepalived();

        await Until.TrueAsync(() => host.Keepalived!.Said.Contains(said, StringComparison.Ordinal), $"keepalived reports '{said}'");
    }

    [Fact, Requires<Namespaces>]
    public async Task The_missing_sudo_rule_is_printed_and_allows_the_count()
    {
        await using var host = await StartAsync();
        await host.Machine.RunAsync("rm", "/etc/sudoers.d/erhchecker");
        var remedy = Assert.Single((await PreflightResult.AsRootAsync(host)).Faults).Remedy;

        host.Machine.Write("/etc/sudoers.d/erhchecker", remedy.Split('\n')[^1] + "\n", "0440");

        Assert.Equal([], (await PreflightResult.AsRootAsync(host)).Faults);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_user_that_is_not_the_scripts_is_told_for_whom_the_lines_hold()
    {
        await using var host = await StartAsync();

        var run = await PreflightResult.AsAsync(host, "nobody");

        Assert.Contains(run.Faults, line => line.Name == "user" && line.Text.StartsWith("the findings below are those of nobody (65534), not of ziggy (", StringComparison.Ordinal));
    }

    [Fact, Requires<Namespaces>]
    public async Task The_users_further_groups_do_not_count_as_keepalived_drops_them()
    {
        await using var host = await StartAsync();
        await host.Machine.RunAsync("sh", "-c", $"groupadd routers && usermod -aG routers ziggy && chown root:routers {RouterConfig} && chmod 0640 {RouterConfig}");

        Assert.Equal("config", Assert.Single((await PreflightResult.AsRootAsync(host)).Faults).Name);
    }

    private static async Task<LabHost> StartAsync()
    {
        var host = await LabHost.StartAloneAsync();
        host.Machine.Write(Conf, Pair.Guide.Configuration("master"));
        await host.StartRouterAsync();
        return host;
    }
}
