using ErhChecker.Host;
using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

public class KeepalivedFindingsTests
{
    private readonly PreflightReport report = new();

    [Theory]
    [InlineData("Keepalived v2.2.7 (01/16,2022)\n\nCopyright", "2.2.7", false, true, true)]
    [InlineData("Keepalived v2.2.4 (08/21,2021)", "2.2.4", false, true, false)]
    [InlineData("Keepalived v2.2.8 (04/04,2023), git commit v2.2.7-154-g292b299e+", "2.2.8", false, true, false)]
    [InlineData("Keepalived v2.3.1 (05/24,2024)", "2.3.1", false, true, false)]
    [InlineData("Keepalived v2.3.2 (11/03,2024)", "2.3.2", true, true, false)]
    [InlineData("Keepalived v2.3.3 (03/29,2025)", "2.3.3", true, false, false)]
    [InlineData("Keepalived v2.4.3 (08/01,2026)", "2.4.3", true, false, false)]
    public void What_a_version_does_is_known(string output, string text, bool fractions, bool overlap, bool testEnds)
    {
        var version = KeepalivedVersion.Parse(output)!;

        Assert.Equal((text, fractions, overlap, testEnds), (version.Text, version.TakesFractions, version.ChecksOverlap, version.TestEndsItself));
    }

    [Theory]
    [InlineData("")]
    [InlineData("keepalived: not found")]
    [InlineData("Keepalived v2.2")]
    [InlineData("Keepalived vX.Y.Z (")]
    public void Other_output_has_no_version(string output) => Assert.Null(KeepalivedVersion.Parse(output));

    [Theory]
    //          version  interval  timeout  deadline  levels and names of the lines
    [InlineData("2.2.7", "12", "11", 10, "Ok timeout, Ok interval")]
    [InlineData("2.2.7", "12", "12", 10, "Ok timeout, Ok interval")]
    [InlineData("2.2.7", "12", "13", 10, "Ok timeout, Warning interval")]
    [InlineData("2.2.7", "12", null, 10, "Ok timeout, Ok interval")]
    [InlineData("2.2.7", "10", null, 10, "Warning timeout, Ok interval")]
    [InlineData("2.2.7", "12", "11", 11, "Warning timeout, Ok interval")]
    [InlineData("2.2.7", null, null, 0.9, "Ok timeout, Ok interval")] // 1 s
    [InlineData("2.2.7", null, null, 1, "Warning timeout, Ok interval")]
    [InlineData("2.2.7", "0", "0", 0.9, "Ok timeout, Ok interval")] // 1 s, too
    [InlineData("2.2.7", "2.5", "2", 1, "Warning interval, Ok timeout, Ok interval")]
    [InlineData("2.2.7", "3", "2.5", 2, "Warning timeout, Warning timeout, Ok interval")] // 2 s
    [InlineData("2.4.3", "3", "2.5", 2, "Ok timeout, Ok interval")]
    [InlineData("2.4.3", "soon", "2.5", 2, "Warning interval, Ok timeout, Warning interval")] // 1 s
    [InlineData("2.2.7", "12", "11s", 10, "Warning timeout, Ok timeout, Ok interval")] // 11 s
    [InlineData("2.4.3", "12", "11s", 10, "Warning timeout, Warning timeout, Ok interval")] // 0.011 s
    [InlineData("2.2.7", "5000", "11", 10, "Warning interval, Ok timeout, Warning interval")] // 1 s
    [InlineData("2.2.7", "12", "5000", 10, "Warning timeout, Ok timeout, Ok interval")] // the interval
    [InlineData("2.2.7", "$I", "13", 10, "")] // not resolved
    public void Timers_have_to_fit(string version, string? interval, string? timeout, double deadline, string expected)
    {
        var script = new VrrpScript("check", "/conf:1") { Interval = interval, Timeout = timeout };

        KeepalivedFindings.Timers(script, TimeSpan.FromSeconds(deadline), KeepalivedVersion.Parse($"Keepalived v{version}"), report);

        Assert.Equal(expected, Lines());
    }

    [Fact]
    public void A_reference_that_cannot_be_resolved_is_named()
    {
        var script = new VrrpScript("check", "/conf:1") { Command = ["${DIR}/erhchecker", "-t", "5"], Interval = "$I", User = ["$USER"] };

        KeepalivedFindings.Unresolved(script, report);

        Assert.Equal(["${DIR}/erhchecker", "$I", "$USER"], report.Findings.Select(finding => finding.Text.Split('\'')[1]));
    }

    /// <summary>exec(3) that fails has no exit code, and keepalived takes that for success; an interpreter has one.</summary>
    [Theory]
    //          command                 problem           interpreter  executed  text
    [InlineData("/x/erhchecker", "does not exist", false, false, "/x/erhchecker does not exist: keepalived counts that as success, and nothing guards the VIP")]
    [InlineData("/x/erhchecker", "does not run: no response in time", false, true, "/x/erhchecker does not run: no response in time")]
    [InlineData("/usr/bin/python3 /x/e.pyz", "does not exist", false, false, "/x/e.pyz does not exist: python3 ends with an error, and this host releases the VIP")]
    [InlineData("/usr/bin/python9 /x/e.pyz", "does not exist", true, false, "/usr/bin/python9 does not exist: keepalived counts that as success, and nothing guards the VIP")]
    public void What_follows_from_a_broken_script_is_said(string command, string problem, bool isInterpreter, bool isExecuted, string expected)
    {
        var script = new VrrpScript("check", "/conf:1") { Command = [.. command.Split(' ')] };

        KeepalivedFindings.File(script, new() { Problem = problem, ConcernsInterpreter = isInterpreter, IsExecuted = isExecuted }, new("ziggy", 1001, 1001), hasScriptSecurity: false, report);

        Assert.Equal($"vrrp_script check: {expected}", Assert.Single(report.Findings).Text);
    }

    [Theory]
    //          script_user   user of the script   security   expected
    [InlineData("ziggy", "", false, "ziggy 1001 1001: Ok user")]
    [InlineData("ziggy routers", "", false, "ziggy 1001 2000: Ok user")]
    [InlineData("ziggy", "bob", false, "bob 1002 1002: Ok user")]
    [InlineData("", "bob routers", false, "bob 1002 2000: Ok user")]
    [InlineData("zigy", "", false, "none: Error user")]
    [InlineData("ziggy router", "", false, "none: Error user")]
    [InlineData("", "", false, "root 0 0: Warning user")]
    [InlineData("", "", true, "none: Error user")]
    public void The_scripts_user_is_found(string scriptUser, string user, bool hasSecurity, string expected)
    {
        const string passwd = "root:x:0:0::/root:/bin/sh\nziggy:x:1001:1001::/:/bin/sh\nbob:x:1002:1002::/:/bin/sh\n";

        var found = Find(passwd, scriptUser, user, hasSecurity);

        Assert.Equal(expected, $"{found}: {Lines()}");
    }

    [Fact]
    public void The_user_keepalived_script_is_the_default() =>
        Assert.Equal("keepalived_script 7 8", Find("keepalived_script:x:7:8::/:/bin/false", "", "", hasSecurity: true));

    private string Find(string passwd, string scriptUser, string user, bool hasSecurity)
    {
        var parser = new KeepalivedParser("", null, _ => [new("/conf", new(FileState.Read, $"global_defs {{\n{(scriptUser.Length > 0 ? $"script_user {scriptUser}" : "")}\n{(hasSecurity ? "enable_script_security" : "")}\n}}", ""), isExecutable: false)], report);
        parser.Read("/conf");
        var script = new VrrpScript("check", "/conf:1") { User = user.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
        var found = ScriptUser.Find(
            script, KeepalivedConfig.Interpret(parser.Statements), null, name => UserAccount.Find(passwd, name), name => UserAccount.FindGroup("routers:x:2000:\n", name), report);
        return found is null ? "none" : $"{found.Name} {found.Id} {found.Group}";
    }

    private string Lines() => string.Join(", ", report.Findings.Select(finding => $"{finding.Level} {finding.Name}"));
}
