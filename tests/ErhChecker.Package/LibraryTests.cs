using System.Text;
using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

/// <summary>Hosts whose libraries are missing or too old: what README says of them.</summary>
public sealed class LibraryTests
{
    private static readonly string Readme = Repository.Read("README.md");

    [Fact, Requires<Chroots>]
    public async Task Without_OpenSSL_it_reports_what_is_missing()
    {
        await using var router = new RouterStandIn(RouterAnswer.Of(Reports.Healthy));
        using var root = await SystemRoot.UnpackAsync(RootKind.WithoutOpenSsl);
        Executable.Copy(Repository.Checker, root["/erhchecker"]);
        InstalledRoot.WriteConfig(root, router.EndPoint);

        Assert.Equal($"{ProgramVersion.Text}\n", (await root.MustRunAsync("/erhchecker", "--version")).Output);
        var check = await root.RunAsync("/erhchecker");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("OpenSSL", check.Error, StringComparison.Ordinal);
        Assert.Contains("libssl.so.3 or libssl.so.1.1", check.Error, StringComparison.Ordinal);
        Assert.Contains("OpenSSL is not installed on this host or cannot be loaded", check.Error, StringComparison.Ordinal);
        Assert.Contains("OpenSSL is not installed on this host or cannot be loaded`", Readme, StringComparison.Ordinal);
    }

    /// <summary>What README says of a host whose glibc is too old, seen with a program that requires one that nobody has.</summary>
    [Fact, Requires<Chroots>]
    public async Task A_glibc_that_is_too_old_is_reported()
    {
        using var root = await SystemRoot.UnpackAsync(RootKind.WithoutOpenSsl);
        var program = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Repository.Checker));
        Assert.Contains("GLIBC_2.28\0", program, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(root["/erhchecker"], Encoding.Latin1.GetBytes(program.Replace("GLIBC_2.28\0", "GLIBC_9.99\0", StringComparison.Ordinal)));
        Executable.Allow(root["/erhchecker"]);

        var run = await root.RunAsync("/erhchecker", "--version");

        Assert.True(run is { ExitCode: 1, Output: "" }, run.ToString());
        Assert.Contains("version `GLIBC_9.99' not found (required by /erhchecker)", run.Error, StringComparison.Ordinal);
        Assert.Contains("``version `GLIBC_2.28' not found`` | 1 |", Readme, StringComparison.Ordinal);
    }

    /// <summary>A host on which nobody could install the program: the loader that it names is not there.</summary>
    [Fact, Requires<Chroots>]
    public async Task Without_glibc_the_shell_reports_that_the_file_is_not_found()
    {
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian12Libraries);
        Executable.Copy(Repository.Checker, root["/erhchecker"]);

        var run = await root.RunAsync("sh", "-c", "for file in /lib*/ld-linux*; do rm -f \"$file\"; done; exec /erhchecker --version");

        Assert.True(run is { ExitCode: 127, Output: "" }, run.ToString());
        Assert.Contains("not found", run.Error, StringComparison.Ordinal);
    }
}
