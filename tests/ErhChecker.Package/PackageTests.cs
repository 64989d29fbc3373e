using System.Text.Json;
using ErhChecker.Package.Running;

namespace ErhChecker.Package;

public sealed class PackageTests : IAsyncLifetime
{
    private BuiltPackages packages = null!;

    public async Task InitializeAsync() => packages = await BuiltPackages.OfVersionAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [ToolFact("lintian")]
    public async Task Lintian_finds_neither_error_nor_warning()
    {
        var found = await Command.RunAsync(["lintian", "--allow-root", "--fail-on", "error,warning", "--no-tag-display-limit", packages.Deb]);
        Assert.True(found.ExitCode == 0, found.ToString());
    }

    [Fact]
    public async Task It_needs_glibc_and_openssl_and_suggests_keepalived()
    {
        var fields = (await Command.MustRunAsync(["dpkg-deb", "--field", packages.Deb])).Lines;
        Assert.Contains("Package: erhchecker", fields);
        Assert.Contains($"Version: {ProgramVersion.Text}", fields);
        Assert.Contains("Section: net", fields);
        Assert.Contains("Priority: optional", fields);
        Assert.Contains(fields, field => field.StartsWith("Suggests: keepalived", StringComparison.Ordinal));
        Assert.Matches(@"^Depends: libc6 \(>= 2\.\d+\), libssl3 \| libssl3t64$", fields.Single(field => field.StartsWith("Depends:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_runs_at_installing_it()
    {
        var scripts = Path.Combine(packages.Folder, "control");
        await Command.MustRunAsync(["dpkg-deb", "--control", packages.Deb, scripts]);
        Assert.Equal(
            ["conffiles", "control", "md5sums", "postrm"],
            Directory.EnumerateFiles(scripts).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("keepalived", await File.ReadAllTextAsync(Path.Combine(scripts, "postrm")), StringComparison.Ordinal);
        Assert.Equal("/etc/logrotate.d/erhchecker\n", await File.ReadAllTextAsync(Path.Combine(scripts, "conffiles")));
    }

    [Fact]
    public async Task It_brings_the_documents_and_the_samples_that_need_no_dotnet()
    {
        var tree = Path.Combine(packages.Folder, "tree");
        await Command.MustRunAsync(["dpkg-deb", "--extract", packages.Deb, tree]);
        var documents = Path.Combine(tree, "usr/share/doc/erhchecker");
        Assert.All(["README.md", "changelog.gz", "copyright", "samples"], name => Assert.True(Path.Exists(Path.Combine(documents, name)), name));
        Assert.False(Path.Exists(Path.Combine(documents, "samples/StandInRouter")));
    }

    [Fact]
    public async Task The_sums_are_those_of_the_files()
    {
        var sums = await Command.MustRunAsync(["sha256sum", "--check", "--strict", "SHA256SUMS"], folder: packages.Folder);
        Assert.Equal(3, sums.Lines.Length);
    }

    [Fact]
    public void The_bill_names_what_is_linked_in_and_nothing_of_the_tests()
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(packages.Bill));
        var names = bill.RootElement.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("name").GetString()!).ToArray();
        Assert.Equal(["Serilog", "Serilog.Sinks.File", "System.CommandLine", "YamlDotNet"], names[..^1]);
        Assert.EndsWith(".ILCompiler", names[^1], StringComparison.OrdinalIgnoreCase);
        Assert.All(
            bill.RootElement.GetProperty("components").EnumerateArray(),
            part => Assert.Equal(128, part.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length));
    }
}
