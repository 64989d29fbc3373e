namespace ErhChecker.Keepalived.Samples;

/// <summary>The drop-ins for units.</summary>
[Trait("Check", "documents")]
public class UnitTests
{
    public static TheoryData<string> DropIns { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Samples, "*.conf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Samples, path))
            .Where(path => path.Contains(".service.d/", StringComparison.Ordinal)),
    ];

    // ziti-router.service of OpenZiti's packages, 2.0, with a program and a user that are on every host.
    private const string Unit = """
        [Unit]
        Description=OpenZiti Router
        After=network-online.target

        [Service]
        Type=simple
        User=root
        Group=root
        StateDirectory=ziti-router
        ExecStart=/bin/true router run config.yml
        Restart=always

        """;

    [Theory, RequiresTool("systemd-analyze")]
    [MemberData(nameof(DropIns))]
    public async Task Systemd_finds_nothing_wrong_with_it(string sample)
    {
        using var folder = new TestFolder();
        var name = Path.GetFileName(Path.GetDirectoryName(sample)!)[..^".d".Length];
        var unit = folder.Write(name, Unit);
        folder.Write($"{name}.d/{Path.GetFileName(sample)}", Repository.ReadSample(sample));

        var good = await Command.RunAsync(["systemd-analyze", "verify", "--man=no", unit]);
        folder.Write($"{name}.d/wrong.conf", "[Service]\nRuntimeDirectory=/absolute\nNoSuch=1\n");
        var wrong = await Command.RunAsync(["systemd-analyze", "verify", "--man=no", unit]);

        Assert.DoesNotContain(Path.GetFileName(sample), good.Said, StringComparison.Ordinal);
        Assert.Contains("wrong.conf", wrong.Said, StringComparison.Ordinal); // drop-ins are read at all
    }

    [Fact]
    public void It_names_the_folder_that_keepalived_is_given() => Assert.Contains(
        Repository.ReadSample("openziti-package/ziti-router.service.d/erhchecker.conf").Split('\n').Single(line => line.StartsWith("Environment=", StringComparison.Ordinal))["Environment=".Length..],
        Repository.ReadSample("openziti-package/default/keepalived").Split('\n'));
}
