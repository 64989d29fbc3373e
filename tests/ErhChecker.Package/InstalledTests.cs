using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

[Collection(SharedRootTests.Name)]
public sealed class InstalledTests(SharedRoot shared)
{
    [Fact, Requires<Chroots>]
    public async Task It_checks_a_router_where_there_is_neither_dotnet_nor_a_compiler()
    {
        var host = await shared.HostAsync();
        host.Router.Play(RouterReply.Of(Reports.Healthy));
        Assert.False(Path.Exists(host.Root["/usr/bin/dotnet"]));
        Assert.False(Path.Exists(host.Root["/usr/bin/gcc"]));

        var healthy = await host.Root.RunAsync("erhchecker", "--output", "text");
        Assert.True(healthy.ExitCode == 0, healthy.ToString());
        Assert.Contains("healthy", healthy.Output, StringComparison.Ordinal);

        host.Router.Play(RouterReply.Of(Reports.NoLinks));
        var noLinks = await host.Root.RunAsync("erhchecker");
        Assert.Equal(1, noLinks.ExitCode);
        Assert.StartsWith("WARNING - noLinks: ", noLinks.Error, StringComparison.Ordinal);

        var version = await host.Root.MustRunAsync("erhchecker", "--version");
        Assert.Equal($"{ProgramVersion.Text}\n", version.Output);
        await AssertPageAsync(host.Root);
    }

    /// <summary>mandoc, whose man is called mman here, finds the page, by name and by what it is about, and its formatter has nothing to say.</summary>
    private static async Task AssertPageAsync(SystemRoot root)
    {
        await root.MustRunAsync("makewhatis", "/usr/share/man");
        var page = await root.MustRunAsync("mman", "8", "erhchecker");
        Assert.Contains("vrrp_script", page.Output, StringComparison.Ordinal);
        Assert.Contains("erhchecker(8) - health check of an OpenZiti edge router", (await root.MustRunAsync("mapropos", "keepalived")).Output, StringComparison.Ordinal);
        var diagnostics = await root.RunAsync("sh", "-c", "zcat /usr/share/man/man8/erhchecker.8.gz >/tmp/page && mandoc -T lint /tmp/page");
        Assert.True(diagnostics is { ExitCode: 0, Output: "" }, diagnostics.ToString());
    }
}
