using System.Text.RegularExpressions;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The installation on the pages for kinds of hosts, typed as it stands there; afterwards keepalived guards the virtual IP.</summary>
public partial class HostPageTests
{
    [Fact, Requires<Namespaces>]
    public async Task A_host_with_OpenZitis_packages_is_set_up_by_its_page()
    {
        await using var host = await LabHost.StartAloneAsync(Pair.OpenZitiPackage);
        host.Machine.Write(host.Kind.RouterConfig, GeneratedRouterConfig.Text);
        await host.Machine.RunAsync("chown", "ziti-router", host.Kind.RouterConfig);
        await host.Machine.RunAsync("chmod", "0600", host.Kind.RouterConfig);
        await host.Machine.RunAsync("mv", host.Kind.Checker, "/run/program");

        // What the Debian package brings; apt itself has nothing to show here.
        await SetUpAsync(
            host,
            "hosts-openziti-package.md",
            $"""
            #!/bin/sh
            install -m 0755 /run/program /usr/bin/erhchecker
            mkdir -p /usr/share/doc/erhchecker
            cp -r {Repository.Samples} /usr/share/doc/erhchecker/samples
            """);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_host_from_the_cloud_images_is_set_up_by_its_page()
    {
        await using var host = await LabHost.StartAloneAsync(Pair.NetFoundryCloud);
        await host.Machine.RunAsync("mkdir", "/run/release");
        await host.Machine.RunAsync("mv", host.Kind.Checker, "/run/release/erhchecker.pyz");
        await host.Machine.RunAsync("cp", "-r", Repository.Samples, "/run/release/samples");
        host.Machine.Write(host.Kind.Checker, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "always-healthy.sh")), "0755"); // 1.1.0

        await SetUpAsync(host, "hosts-netfoundry-cloud.md", "#!/bin/sh\nexit 1\n");

        await host.Machine.RunAsync("cmp", host.Kind.Checker, "/run/release/erhchecker.pyz");
    }

    [Fact]
    public async Task A_router_config_with_a_web_section_is_backed_up_and_not_changed()
    {
        const string Config = "v: 3\nweb:\n  - name: other\n";
        using var folder = new TestFolder();
        var config = folder.Write("config.yml", Config);
        var commands = Block.Matches(Repository.Read("docs", "hosts-openziti-package.md")).Select(block => block.Groups["commands"].Value)
            .Single(block => block.Contains("grep -q '^web:'", StringComparison.Ordinal));

        var typed = await Command.RunAsync(
            ["/bin/sh", "-c", $"cd {Repository.Samples}\n{commands.Replace("/var/lib/ziti-router", folder.Path, StringComparison.Ordinal)}"]);

        Assert.Contains("by hand", typed.Output, StringComparison.Ordinal);
        Assert.Equal("", typed.Error);
        Assert.Equal(Config, await File.ReadAllTextAsync(config));
        Assert.Equal(Config, await File.ReadAllTextAsync(config + ".old"));
    }

    private static async Task SetUpAsync(LabHost host, string page, string apt)
    {
        await host.Machine.RunAsync(
            "rm", "-rf", LabHost.ConfigurationPath, "/etc/default/keepalived", "/etc/sudoers.d/erhchecker");
        await host.Machine.RunAsync("sh", "-c", "ip address add 192.0.2.11/24 dev eth0; ip link set eth0 up; ip link set nowhere up");
        await host.StartRouterAsync();
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian and RHEL have it
        host.Machine.Write("/usr/local/sbin/apt-get", apt, "0755");
        host.Machine.Write("/usr/local/sbin/systemctl", "#!/bin/sh\n", "0755"); // no service manager runs
        var text = Repository.Read("docs", page);
        var installation = Section.Match(text).Value;
        var commands = string.Concat(Block.Matches(installation).Select(block => block.Groups["commands"].Value));

        var typed = await host.Machine.TryAsync("sh", "-c", $"mkdir -p /run/release && cd /run/release\n{commands}");

        Assert.True(typed.Error.Length == 0, typed.ToString());
        Assert.Contains("exit 0", typed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(typed.Lines, line => line.StartsWith("exit ", StringComparison.Ordinal) && line != "exit 0");
        Assert.Contains("healthy", typed.Output, StringComparison.Ordinal);

        host.StartKeepalived();
        await Until.TrueAsync(() => host.Machine.Network.Addresses().Contains(LabAddresses.Virtual), "the host holds the virtual IP");
        host.SetAnswer(Answers.NoLinks);
        await Until.TrueAsync(() => !host.Machine.Network.Addresses().Contains(LabAddresses.Virtual), "the host has released the virtual IP");
    }

    [GeneratedRegex(@"^## Install.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Section { get; }

    [GeneratedRegex(@"^ *```sh\n(?<commands>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block { get; }
}
