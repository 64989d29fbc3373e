using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

public sealed class RemovalTests
{
    private const string Warning = "keepalived counts a missing check as a success";

    [Fact, Requires<Chroots>]
    public async Task Removing_a_check_that_keepalived_still_names_warns()
    {
        var packages = await BuiltPackages.OfVersionAsync();
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian12);

        await root.InstallAsync(packages.Deb);
        root.Write("/etc/keepalived/keepalived.conf", "vrrp_script erhchecker {\n    # script \"/usr/bin/erhchecker\"\n}\n");
        Assert.DoesNotContain(Warning, (await root.MustRunAsync("dpkg", "--remove", "erhchecker")).Error, StringComparison.Ordinal);

        await root.InstallAsync(packages.Deb);
        root.Write("/etc/keepalived/keepalived.conf", "vrrp_script erhchecker {\n    script \"/usr/bin/erhchecker --timeout 1.5\"\n}\n");
        Assert.Contains(Warning, (await root.MustRunAsync("dpkg", "--remove", "erhchecker")).Error, StringComparison.Ordinal);
    }
}
