using System.Text.Json;

namespace ErhChecker.Package;

public sealed class PackageTests : IAsyncLifetime
{
    private BuiltPackages packages = null!;

    public async ValueTask InitializeAsync() => packages = await BuiltPackages.OfVersionAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> Architectures => [.. BuiltPackages.Architectures];

    /// <summary>What everything else is tested with is what is packed.</summary>
    [Fact]
    public async Task The_packed_program_is_the_published_one()
    {
        Assert.Contains(BuiltPackages.HostArchitecture, BuiltPackages.Architectures);
        var published = await File.ReadAllBytesAsync(Repository.Checker);
        var unpacked = Directory.CreateDirectory(Path.Combine(packages.Folder, "unpacked")).FullName;
        await Command.MustRunAsync(["dpkg-deb", "--extract", packages.Deb, unpacked]);
        await Command.MustRunAsync(["tar", "-xzf", packages.Tarball, "-C", unpacked]);
        await Command.MustRunAsync(["tar", "-xzf", packages.DropInOf(BuiltPackages.HostArchitecture), "-C", unpacked]);
        Assert.All(
            ["usr/bin/erhchecker", $"erhchecker-{packages.Version}/erhchecker", "erhchecker.pyz"],
            name => Assert.Equal(published, File.ReadAllBytes(Path.Combine(unpacked, name))));
    }

    /// <summary>The scripts around NetFoundry's images unpack it into the folder of the program: no folder may come with it.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task The_drop_in_tarball_holds_the_program_alone(string architecture)
    {
        var list = await Command.MustRunAsync(["tar", "--list", "--verbose", "--numeric-owner", "-zf", packages.DropInOf(architecture)]);
        Assert.Matches(@"^-rwxr-xr-x 0/0 +\d+ \S+ \S+ erhchecker\.pyz$", Assert.Single(list.Lines));
    }

    [Fact, RequiresTool("lintian")]
    public async Task Lintian_finds_neither_error_nor_warning()
    {
        var found = await Command.RunAsync(
            ["lintian", "--allow-root", "--fail-on", "error,warning", "--no-tag-display-limit", .. BuiltPackages.Architectures.Select(packages.DebOf)]);
        Assert.True(found.ExitCode == 0, found.ToString());
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task It_needs_glibc_and_openssl_and_suggests_keepalived(string architecture)
    {
        var fields = (await Command.MustRunAsync(["dpkg-deb", "--field", packages.DebOf(architecture)])).Lines;
        Assert.Contains("Package: erhchecker", fields);
        Assert.Contains($"Architecture: {architecture}", fields);
        Assert.Contains($"Version: {ProgramVersion.Text}", fields);
        Assert.Contains("Section: net", fields);
        Assert.Contains("Priority: optional", fields);
        Assert.Contains(fields, field => field.StartsWith("Suggests: keepalived", StringComparison.Ordinal));
        Assert.Contains("Depends: libc6 (>= 2.28), libssl3t64 | libssl3 | libssl1.1", fields);
    }

    [Fact]
    public async Task Installing_it_makes_the_folder_of_the_status_file_and_runs_nothing_else()
    {
        var scripts = Path.Combine(packages.Folder, "control");
        await Command.MustRunAsync(["dpkg-deb", "--control", packages.Deb, scripts]);
        Assert.Equal(
            ["conffiles", "control", "md5sums", "postinst", "postrm", "prerm"],
            Directory.EnumerateFiles(scripts).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            ["postinst", "postrm"],
            script => Assert.DoesNotContain("keepalived", File.ReadAllText(Path.Combine(scripts, script)), StringComparison.Ordinal));
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
        Assert.Equal(4 * BuiltPackages.Architectures.Count, sums.Lines.Length);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_bill_names_what_is_linked_in_and_nothing_of_the_tests(string architecture)
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(packages.BillOf(architecture)));
        var names = bill.RootElement.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("name").GetString()!).ToArray();
        Assert.Equal(["Serilog", "Serilog.Sinks.File", "System.CommandLine", "YamlDotNet"], names[..^1]);
        Assert.Equal($"Microsoft.NETCore.App.Runtime.NativeAOT.linux-{architecture.Replace("amd", "x", StringComparison.Ordinal)}", names[^1]);
        Assert.All(
            bill.RootElement.GetProperty("components").EnumerateArray(),
            part => Assert.Equal(128, part.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length));
    }
}
