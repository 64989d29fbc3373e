using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

public class SudoRuleTests
{
    private const string Ziti = "/opt/netfoundry/ziti/ziti";

    [Fact]
    public async Task Visudo_takes_it()
    {
        var checkedFile = await Command.RunAsync(["/usr/sbin/visudo", "-c", "-f", Repository.Sample("sudoers.d/erhchecker")]);

        Assert.Equal(0, checkedFile.ExitCode);
    }

    [Fact, Requires<Namespaces>]
    public async Task It_allows_the_count_of_circuits_and_nothing_else()
    {
        await using var host = await LabHost.StartAloneAsync();

        Assert.Contains("circuits (5)", (await AsZiggy(host, Ziti, "agent", "router", "dump-routes", "--app-type", "router")).Output, StringComparison.Ordinal);
        Assert.All(
            [
                await AsZiggy(host, Ziti, "agent", "router", "dump-routes"),
                await AsZiggy(host, Ziti, "agent", "router", "dump-routes", "--app-type", "router", "--pid", "1"),
                await AsZiggy(host, Ziti, "agent", "router", "quiesce", "--app-type", "router"),
                await AsZiggy(host, "/bin/cat", "/etc/shadow"),
            ],
            refused => Assert.Contains("a password is required", refused.Error, StringComparison.Ordinal));
    }

    private static Task<CommandResult> AsZiggy(LabHost host, params string[] command) => host.Machine.TryAsync(
        ["setpriv", "--reuid=ziggy", "--regid=ziggy", "--init-groups", "sudo", "-n", .. command]);
}
