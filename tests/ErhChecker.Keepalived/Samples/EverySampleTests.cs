using System.Text.RegularExpressions;

namespace ErhChecker.Keepalived.Samples;

/// <summary>Every file below samples is read by the program that it is for: here is by which test. A new one needs a test, then a line here.</summary>
[Trait("Check", "documents")]
public class EverySampleTests
{
    private static readonly (string Pattern, string Test)[] Readers =
    [
        (@"keepalived\.conf$", nameof(PairTests)), // keepalived -t
        (@"default/keepalived$", nameof(DefaultFileTests)), // sh, and what systemd reads
        (@"^sudoers\.d/erhchecker$", nameof(SudoRuleTests)), // visudo -c, sudo
        (@"^(router-config|no-traversal-routers)\.yml$", nameof(RouterFilesTests)), // the check
        (@"^openziti-package/health-checks\.yml$", nameof(Scenarios.OpenZitiPackageTests)), // the check
        (@"\.service\.d/[^/]*\.conf$", nameof(UnitTests)), // systemd-analyze verify
        (@"^ansible/", nameof(AnsibleTests)), // ansible-lint, ansible-playbook
        (@"^haproxy/haproxy\.cfg$", "HaproxyTests"), // haproxy
        (@"^output\.schema\.json$", "OutputSchemaTests"), // a JSON schema validator
        (@"^preflight\.schema\.json$", "PreflightOutputTests"), // a JSON schema validator
        (@"^monitoring/prometheus/", nameof(Monitoring.PrometheusTests)), // promtool
        (@"^monitoring/grafana/", nameof(Monitoring.DashboardTests)), // promtool, Grafana's schema
        (@"^monitoring/(nagios|zabbix)/", nameof(Monitoring.StatusCommandTests)), // sh, jq
        (@"^tmpfiles\.d/erhchecker\.conf$", "StatusFolderTests"), // systemd-tmpfiles
    ];

    public static TheoryData<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Samples, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Samples, path))
            .Where(path => !path.StartsWith("StandInRouter/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_read_by_a_test(string file)
    {
        var test = Assert.Single(Readers, reader => Regex.IsMatch(file, reader.Pattern, RegexOptions.None, TimeSpan.FromSeconds(1))).Test;

        Assert.NotEmpty(Directory.EnumerateFiles(Repository.PathOf("tests"), $"{test}.cs", SearchOption.AllDirectories));
    }
}
