using ErhChecker.Host;
using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

/// <summary>What <c>keepalived -t</c> prints, and what follows from it.</summary>
public class KeepalivedTestTests
{
    private readonly PreflightReport report = new();

    [Theory]
    //          exit code, lines                                                                                       what is found
    [InlineData(0, "", "Ok keepalived -t reports nothing")]
    [InlineData(5, "(/conf: Line 8) Unknown keyword 'timout'", "Warning keepalived -t: /conf:8: Unknown keyword 'timout'")]
    [InlineData(5, "(/conf: Line 8) Unknown keyword 'x'\n(/conf: Line 8) Unknown keyword 'x'", "Warning keepalived -t: /conf:8: Unknown keyword 'x'")]
    [InlineData(5, "(/conf: Line 8) No script set for vrrp_script c - removing", "Error keepalived -t: /conf:8: No script set for vrrp_script c - removing")]
    [InlineData(5, "(/conf: Line 8) No script set for vrrp_script other - removing", "Warning keepalived -t: /conf:8: No script set for vrrp_script other - removing")]
    [InlineData(5, "(conf: Line 2) (i) unknown track script option -20 - ignoring", "Error keepalived -t: conf:2: (i) unknown track script option -20 - ignoring")]
    [InlineData(5, "(conf: Line 3) (i) unknown track script option -20 - ignoring", "Warning keepalived -t: conf:3: (i) unknown track script option -20 - ignoring")]
    [InlineData(5, "(/conf: Line 25) vrrp instance i already defined", "Error keepalived -t: /conf:25: vrrp instance i already defined")]
    [InlineData(5, "(/conf: Line 3) WARNING - interface e for vrrp_instance i doesn't exist", "Warning keepalived -t: /conf:3: WARNING - interface e for vrrp_instance i doesn't exist")]
    [InlineData(5, "(/conf: Line 3) WARNING - interface e for vrrp_instance i doesn't exist\nNon-existent interface specified in configuration", "Error keepalived -t: /conf:3: WARNING - interface e for vrrp_instance i doesn't exist; Error keepalived -t: Non-existent interface specified in configuration")]
    [InlineData(139, "(Line 6) Unmatched quote: 'x'", "Error keepalived -t was ended by signal 11: keepalived crashes on this configuration, after: line 6: Unmatched quote: 'x'; Warning keepalived -t: line 6: Unmatched quote: 'x'")]
    [InlineData(null, "", "Warning keepalived -t: no response in time")]
    public void Each_line_has_the_level_of_what_follows_from_it(int? exitCode, string output, string expected)
    {
        var parser = new KeepalivedParser(
            "", null, _ => [new("/conf", new(FileState.Read, "vrrp_script c { script /a }\nvrrp_instance i { track_script { c -20 } }", ""), isExecutable: false)], new());
        parser.Read("/conf");
        var config = KeepalivedConfig.Interpret(parser.Statements);

        KeepalivedTest.Judge(new(exitCode, output, exitCode is null ? "no response in time" : ""), config, config.Scripts, report);

        Assert.Equal(expected, string.Join("; ", report.Findings.Select(finding => $"{finding.Level} {finding.Text}")));
    }

    [Theory]
    [InlineData("/mnt/x/erhchecker", "/mnt/x")]
    [InlineData("/mnt/x/y/erhchecker", null)]
    [InlineData("/mnt/xy", null)]
    public void A_file_system_without_execution_is_found(string path, string? expected) => Assert.Equal(
        expected,
        MountPoints.NotExecutable(path, "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / /mnt/x rw,noexec,relatime - tmpfs tmpfs rw\n3 2 0:6 / /mnt/x/y rw - tmpfs tmpfs rw\n"));
}
