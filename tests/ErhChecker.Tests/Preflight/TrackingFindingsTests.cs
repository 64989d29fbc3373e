using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

/// <summary>What a failed check does to each instance.</summary>
public class TrackingFindingsTests
{
    private readonly PreflightReport report = new();

    [Theory]
    //          weight of the script, of the line, the rest of the instance                       what is found
    [InlineData("", "", "", "Ok vrrp_script c is tracked by vrrp_instance i; failure: FAULT")]
    [InlineData("weight -60", "", "priority 150", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 150 -> 90")]
    [InlineData("weight 2", "", "priority 150", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 152 -> 150")]
    [InlineData("weight 2", "weight -20", "", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80")]
    [InlineData("weight -254", "", "priority 100", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 1")]
    [InlineData("weight 200", "", "priority 100", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 254 -> 100")]
    [InlineData("weight -20", "weight 0", "priority 255", "Ok vrrp_script c is tracked by vrrp_instance i; failure: FAULT")]
    [InlineData("weight -20", "", "priority 255", "Error vrrp_instance i has priority 255: keepalived ignores c at /conf:5 because of its weight -20, and does not run it")]
    [InlineData("weight -20", "", "state MASTER", "Error vrrp_instance i has priority 255, which is that of state MASTER without a priority: keepalived ignores c at /conf:5 because of its weight -20, and does not run it")]
    [InlineData("weight 0 reverse", "", "", "Error vrrp_instance i: weight 0 reverse of c at /conf:5 puts this host into FAULT while the check succeeds")]
    [InlineData("", "weight -20 reverse", "", "Error vrrp_instance i: weight -20 reverse of c at /conf:5: a failed check raises the priority (priority 100 -> 120)")]
    [InlineData("weight 0 reverse", "weight 0 noreverse", "", "Ok vrrp_script c is tracked by vrrp_instance i; failure: FAULT")]
    [InlineData("", "-20", "", "Error vrrp_instance i: keepalived ignores 'c -20' at /conf:5, and does not run vrrp_script c for it")]
    [InlineData("", "weight", "", "Error vrrp_instance i: keepalived ignores 'c weight' at /conf:5, and does not run vrrp_script c for it")]
    [InlineData("weight -20", "", "nopreempt", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80; Warning vrrp_instance i: with nopreempt this host does not take over from a peer whose check has failed and lowered its priority")]
    [InlineData("weight -20", "", "nopreempt\nstate MASTER\npriority 100", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80")]
    [InlineData("weight -20", "", "priority $P", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority changed by 20")]
    public void A_failed_check_changes_an_instance(string weight, string line, string rest, string expected) => Assert.Equal(
        expected, Judge($"vrrp_script c {{\n script /a\n {weight}\n}}\nvrrp_instance i {{ track_script {{ c {line}\n }}\n {rest}\n}}"));

    [Theory]
    [InlineData("vrrp_sync_group g { group { i } }", "", "Error vrrp_instance i is a member of vrrp_sync_group g: keepalived ignores c at /conf:3 because of its weight -20, and does not run it")]
    [InlineData("vrrp_sync_group g { group { i } }", "2.1.5", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80")] // dissolved
    [InlineData("vrrp_sync_group g {\n group { i }\n sync_group_tracking_weight\n}", "", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80")]
    public void A_member_of_a_sync_group_tracks_without_a_weight(string group, string version, string expected) => Assert.Equal(
        expected, Judge($"vrrp_script c {{ script /a\n weight -20 }}\nvrrp_instance i {{ track_script {{ c }} }}\n{group}", version));

    [Theory]
    [InlineData("vrrp_sync_group g { group { i }\n track_script { c } }\nvrrp_instance i { }", "Ok vrrp_script c is tracked by vrrp_sync_group g for vrrp_instance i; failure: priority 100 -> 80")]
    [InlineData("vrrp_sync_group g { group { x }\n track_script { c } }", "Error vrrp_sync_group g, which tracks vrrp_script c, has no existing member: keepalived removes it")]
    [InlineData("vrrp_instance i { track_script { c } }\nvrrp_instance j { }", "Ok vrrp_script c is tracked by vrrp_instance i; failure: priority 100 -> 80; Warning vrrp_instance j tracks no erhchecker: its VIP stays on this host whatever a check finds")]
    [InlineData("vrrp_instance i { }\nvrrp_instance i { track_script { c } }", "Error vrrp_instance i at /conf:4, which tracks vrrp_script c, is dropped: keepalived uses the first block of this name, at /conf:3")]
    [InlineData("vrrp_instance i { }", "Error no vrrp_instance tracks vrrp_script c: its exit code decides nothing")]
    [InlineData("vrrp_script c { script /b }", "Error no vrrp_instance tracks vrrp_script c: its exit code decides nothing; Error vrrp_script c at /conf:3 is never run: keepalived uses the first block of this name, at /conf:1")]
    public void What_tracks_the_check_is_found(string text, string expected) => Assert.Equal(expected, Judge($"vrrp_script c {{ script /a\n weight -20 }}\n{text}"));

    [Fact]
    public void A_script_after_its_instance_is_not_tracked() => Assert.Equal(
        "Error vrrp_script c stands after vrrp_instance i: keepalived ignores the track_script there",
        Judge("vrrp_instance i { track_script { c } }\nvrrp_script c { script /a }"));

    [Fact]
    public void Very_many_instances_are_not_all_listed() => Assert.EndsWith(
        "vrrp_instance i19; failure: FAULT; Ok vrrp_script c is tracked by others, too, which are not listed",
        Judge("vrrp_script c { script /a }\n" + string.Concat(Enumerable.Range(0, 30).Select(at => $"vrrp_instance i{at} {{ track_script {{ c }} }}\n"))),
        StringComparison.Ordinal);

    private string Judge(string text, string version = "")
    {
        var parser = new KeepalivedParser("", null, _ => [new("/conf", new(ErhChecker.Host.FileState.Read, text, ""), isExecutable: false)], new());
        parser.Read("/conf");
        var config = KeepalivedConfig.Interpret(parser.Statements);
        new TrackingFindings(config, KeepalivedVersion.Parse($"Keepalived v{version}"), report).Judge(config.Scripts);
        return string.Join("; ", report.Findings.Select(finding => $"{finding.Level} {finding.Text}"));
    }
}
