using ErhChecker.EndToEnd.Running;
using ErhChecker.Package.Roots;
using ErhChecker.Package.Running;
using StandInRouter;

namespace ErhChecker.Package;

public sealed class OtherDistributionTests
{
    [ChrootFact]
    public async Task The_tarballs_program_runs_on_the_newest_Debian()
    {
        await using var router = await RouterStandIn.StartAsync(RouterAnswer.Of(Reports.Healthy));
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian13);
        await UnpackTarballAsync(root);
        InstalledRoot.WriteConfig(root, router.EndPoint);
        var run = await root.RunAsync("/opt/erhchecker/erhchecker", "--output", "json");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("\"healthy\"", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Says where the bound is, so that a build that moves it is noticed: Debian 11 has glibc 2.31.</summary>
    [ChrootFact]
    public async Task Debian_11_refuses_it_for_its_older_glibc()
    {
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian11);
        await UnpackTarballAsync(root);
        var run = await root.RunAsync("/opt/erhchecker/erhchecker", "--version");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("GLIBC_2.34' not found", run.Error, StringComparison.Ordinal);
    }

    private static async Task UnpackTarballAsync(SystemRoot root)
    {
        var packages = await BuiltPackages.OfVersionAsync();
        Directory.CreateDirectory(root["/opt/erhchecker"]);
        await Command.MustRunAsync(["tar", "-xzf", packages.Tarball, "-C", root["/opt/erhchecker"], "--strip-components=1"]);
    }
}
