namespace ErhChecker.Keepalived.Samples;

/// <summary>The drop-in for the unit of OpenZiti's packages.</summary>
public class UnitTests
{
    // ziti-router.service of OpenZiti's packages, 2.0, with a program that is on every host.
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

    [ToolFact("systemd-analyze")]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        using var folder = new TestFolder();
        var unit = folder.Write("ziti-router.service", Unit);
        folder.Write("ziti-router.service.d/erhchecker.conf", Repository.ReadSample("openziti-package/ziti-router.service.d/erhchecker.conf"));

        var good = await Command.RunAsync(["systemd-analyze", "verify", "--man=no", unit]);
        folder.Write("ziti-router.service.d/wrong.conf", "[Service]\nRuntimeDirectory=/absolute\nNoSuch=1\n");
        var wrong = await Command.RunAsync(["systemd-analyze", "verify", "--man=no", unit]);

        Assert.DoesNotContain("erhchecker.conf", good.Said, StringComparison.Ordinal);
        Assert.Contains("wrong.conf", wrong.Said, StringComparison.Ordinal); // drop-ins are read at all
    }

    [Fact]
    public void It_names_the_folder_that_keepalived_is_given() => Assert.Contains(
        Repository.ReadSample("openziti-package/ziti-router.service.d/erhchecker.conf").Split('\n').Single(line => line.StartsWith("Environment=", StringComparison.Ordinal))["Environment=".Length..],
        Repository.ReadSample("openziti-package/default/keepalived").Split('\n'));
}
