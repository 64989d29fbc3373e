using System.Text;
using ErhChecker.Decision;
using ErhChecker.Router;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Router;

/// <summary>The health report: strict in what decides, lenient in what only describes.</summary>
public class HealthReportTests
{
    private const string Up = """{"id": "controllerPing", "healthy": true, "details": null, "lastCheckTime": "2026-11-22T10:00:00Z"}""";
    private const string OneLink = """{"id": "link.health", "healthy": true, "details": [{"linkId": "a", "destRouterId": "b"}]}""";

    [Theory]
    //          recorded from a real router         ctrl   failing since           last check              links: ROUTER@HOSTS
    [InlineData("v0.28.1/healthy.json", true, null, "2026-11-22T11:07:33Z", "bbkilRasYv@192.0.2.12,192.0.2.12")]
    [InlineData("v0.28.1/controller-lost.json", false, "2026-11-22T11:08:33Z", "2026-11-22T11:08:43Z", "bbkilRasYv@192.0.2.12,192.0.2.12")]
    [InlineData("v0.28.1/isolated.json", false, "2026-11-22T11:08:33Z", "2026-11-22T11:09:03Z", "")]
    [InlineData("v1.1.15/starting.json", false, "2026-11-22T10:41:43Z", "2026-11-22T10:41:43Z", "")]
    [InlineData("v1.1.15/healthy.json", true, null, "2026-11-22T10:42:48Z", "QW5h3Ki6iW@192.0.2.12,192.0.2.12 4mmk3Xe6eW@192.0.2.1,192.0.2.1 4mmk3Xe6eW@192.0.2.1,192.0.2.1")]
    [InlineData("v1.1.15/controller-lost.json", false, "2026-11-22T10:49:38Z", "2026-11-22T10:50:18Z", "QW5h3Ki6iW@192.0.2.12,192.0.2.12")]
    [InlineData("v1.1.15/controller-frozen-60s.json", true, null, "2026-11-22T10:48:38Z", "QW5h3Ki6iW@192.0.2.12,192.0.2.12 4mmk3Xe6eW@192.0.2.1,192.0.2.1")]
    [InlineData("v1.1.15/controller-frozen-75s.json", false, "2026-11-22T10:48:48Z", "2026-11-22T10:48:48Z", "QW5h3Ki6iW@192.0.2.12,192.0.2.12")]
    [InlineData("v1.6.13/starting.json", false, "2026-11-22T10:51:38Z", "2026-11-22T10:51:38Z", "")]
    [InlineData("v1.6.13/healthy.json", true, null, "2026-11-22T10:52:13Z", "F-jbFOvqix@192.0.2.1,192.0.2.1 F-jbFOvqix@192.0.2.1,192.0.2.1 LY2SN2iqix@192.0.2.12,192.0.2.12")]
    [InlineData("v1.6.13/with-older-peer.json", true, null, "2026-11-22T10:53:13Z", "F-jbFOvqix@192.0.2.1,192.0.2.1 F-jbFOvqix@192.0.2.1,192.0.2.1 LY2SN2iqix@192.0.2.12,192.0.2.12")]
    [InlineData("v1.6.13/no-links.json", true, null, "2026-11-22T10:57:35Z", "")]
    [InlineData("v1.6.13/controller-lost.json", false, "2026-11-22T10:55:25Z", "2026-11-22T10:55:55Z", "LY2SN2iqix@192.0.2.12,192.0.2.12")]
    [InlineData("v2.0.3/cluster-healthy.json", true, null, "2026-11-22T11:03:38Z", "2ZPnT5HMH@192.0.2.12,192.0.2.12 lZiDJ0xMx@192.0.2.1,192.0.2.1 lZiDJ0xMx@192.0.2.1,192.0.2.1 -QZct0HMx@192.0.2.2,192.0.2.2 -QZct0HMx@192.0.2.2,192.0.2.2")]
    [InlineData("v2.0.3/cluster-lost.json", false, "2026-11-22T11:05:08Z", "2026-11-22T11:05:38Z", "2ZPnT5HMH@192.0.2.12,192.0.2.12")]
    public void The_reports_of_real_routers_are_read(string recorded, bool controllerUp, string? failingSince, string lastCheckTime, string links)
    {
        Assert.True(HealthReport.TryParse(File.ReadAllBytes(Repository.Recorded(recorded)), out var report, out var problem), problem);

        Assert.Equal(Facts.Controller(controllerUp, failingSince, lastCheckTime), report!.Controller);
        Assert.Equal(links, string.Join(' ', report.Links!.Select(Told)));

        static string Told(Link link)
        {
            Assert.NotEmpty(link.LinkId);
            var hosts = link.RemoteAddresses.Select(address => address.IPAddress?.ToString() ?? "?");
            return $"{link.DestRouterId}@{string.Join(',', hosts)}";
        }
    }

    [Theory]
    //          the link.health check's details                                                                     links
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "latency": 1.5, "addresses": {"single": {"localAddr": "tcp:x:1", "remoteAddr": "tcp:a:1"}}}]""", "l r tcp:a:1")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": {"some later name": {"remoteAddr": "tcp:a:1"}, "another": {"remoteAddr": "tcp:b:1"}}}]""", "l r tcp:a:1 tcp:b:1")]
    [InlineData("""[{"addresses": {"ack": {"remoteAddr": "tcp:a:1"}}, "destRouterId": "r", "linkId": "l"}]""", "l r tcp:a:1")] // in any order
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": {}}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": null}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": []}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": "tcp:a:1"}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": [{"remoteAddr": "tcp:a:1"}]}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": {"ack": [{"remoteAddr": "tcp:a:1"}], "x": {"y": {"remoteAddr": "tcp:b:1"}}}}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": {"ack": {"remoteAddr": "tcp:a:1"}, "x": {"remoteAddr": "tcp:a:1"}, "y": {"remoteAddr": "tcp:b:1"}}}]""", "l r tcp:a:1 tcp:a:1 tcp:b:1")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r"}]""", "l r")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "addresses": {"ack": null, "payload": {"remoteAddr": null}, "x": {"remoteAddr": 7}, "y": {"localAddr": "z"}, "z": {"remoteAddr": "tcp:a:1"}}}]""", "l r tcp:a:1")]
    [InlineData("""[{"linkId": "l", "destRouterId": "r", "extra": {"addresses": {"ack": {"remoteAddr": "tcp:a:1"}}}}]""", "l r")]
    [InlineData("""[{"linkId": 7, "destRouterId": null}]""", " ")]
    [InlineData("[{}]", " ")]
    [InlineData("""[{"linkId": "l1", "destRouterId": "r"}, {"linkId": "l2", "destRouterId": "r"}]""", "l1 r|l2 r")]
    [InlineData("""[{"link\u0049d": "l", "dest\u0052outerId": "\u0072"}]""", "l r")] // escaped, still the same names
    public void A_link_is_read_whatever_its_connections_are_called(string details, string links)
    {
        var report = Read($$$"""{"data": {"checks": [{{{Up}}}, {"id": "link.health", "healthy": true, "details": {{{details}}}}]}}""");

        Assert.Equal(links, string.Join('|', report.Links!.Select(link => string.Join(' ', [link.LinkId, link.DestRouterId, .. link.RemoteAddresses.Select(address => address.Text)]))));
    }

    [Fact]
    public void A_router_before_0_28_reports_no_links() => Assert.Null(Read($$$$"""{"data": {"checks": [{{{{Up}}}}]}}""").Links);

    [Fact]
    public void A_link_check_that_has_not_run_yet_has_no_links() =>
        Assert.Empty(Read($$$"""{"data": {"checks": [{{{Up}}}, {"id": "link.health", "healthy": false}]}}""").Links!);

    [Theory]
    [InlineData("""{"id": "controllerPing", "healthy": false}""", null, null)]
    [InlineData("""{"id": "controllerPing", "healthy": false, "failingSince": null, "lastCheckTime": null}""", null, null)]
    [InlineData("""{"id": "controllerPing", "healthy": false, "failingSince": 7, "lastCheckTime": {"a": 1}}""", null, null)]
    [InlineData("""{"id": "controllerPing", "healthy": false, "failingSince": "x", "lastCheckTime": "y"}""", "x", "y")]
    [InlineData("""{"lastCheckTime": "y", "healthy": false, "failingSince": "x", "id": "controllerPing"}""", "x", "y")]
    public void Times_are_taken_as_they_are(string check, string? failingSince, string? lastCheckTime) =>
        Assert.Equal(Facts.Controller(false, failingSince, lastCheckTime), Read($$$$"""{"data": {"checks": [{{{{check}}}}]}}""").Controller);

    [Theory]
    [InlineData("""{"data": {"checks": [UP, LINK], "healthy": false}, "meta": {}}""")] // the whole report's word does not count
    [InlineData("""{"data": {"checks": [UP, LINK], "healthy": "?"}, "meta": [1, {"a": []}], "future": true}""")]
    [InlineData("""{"meta": {}, "data": {"healthy": true, "future": {"checks": []}, "checks": [LINK, UP]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "new.check", "healthy": false, "details": 7}, UP, LINK]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "new.check"}, UP, {"healthy": null}, {}, {"id": 7}, LINK]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "new.check", "details": [1, {"linkId": "x"}], "healthy": "no"}, UP, LINK]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "CONTROLLERPING", "healthy": false}, {"id": "controllerPing2", "healthy": false}, UP, LINK]}}""")]
    [InlineData("""  {"data":{"checks":[UP,LINK]}}  """)]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": true, "details": {"a": [[]]}, "err": "x", "future": [[[]]]}, LINK]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": false}, UP, LINK]}}""")] // given twice, the last counts, as everywhere
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": [{"linkId": "z"}], "details": [{"linkId": "a"}]}]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "new.check", "details": [[1], [{"x": []}], 2]}, UP, LINK]}}""")]
    [InlineData("""{"data": {"checks": [{"id": "new.check", "healthy": {"healthy": true}, "details": {"details": []}, "failingSince": {"x": []}}, UP, LINK]}}""")]
    [InlineData("""{"\u0064ata": {"check\u0073": [UP, LINK]}}""")]
    public void What_later_routers_add_is_passed_over(string report)
    {
        var read = Read(report.Replace("UP", Up, StringComparison.Ordinal).Replace("LINK", OneLink, StringComparison.Ordinal));

        Assert.True(read.Controller.Healthy);
        Assert.Equal("a", Assert.Single(read.Links!).LinkId);
    }

    /// <summary>A response without a length may be cut off anywhere: no part of a report is a report.</summary>
    [Theory]
    [InlineData("v0.28.1/healthy.json")]
    [InlineData("v1.6.13/controller-lost.json")]
    [InlineData("v2.0.3/cluster-healthy.json")]
    public void A_report_that_was_cut_off_is_refused(string recorded)
    {
        var whole = File.ReadAllBytes(Repository.Recorded(recorded));
        var end = whole.AsSpan().TrimEnd("\n"u8).Length;
        for (var length = 0; length < end; length++)
        {
            Assert.False(HealthReport.TryParse(whole.AsSpan(0, length), out _, out var problem), $"{length} bytes");
            Assert.Equal("invalid or truncated JSON", problem);
        }

        Assert.True(HealthReport.TryParse(whole.AsSpan(0, end), out _, out _));
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(IndexOutOfRangeException))]
    public void Whatever_the_parser_throws_is_not_a_report(Type exception)
    {
        var failure = (Exception)Activator.CreateInstance(exception)!;

        Assert.False(HealthReport.TryParse("{}"u8, _ => throw failure, out var report, out var problem));
        Assert.Null(report);
        Assert.Equal("the parser failed", problem);
    }

    [Theory]
    [InlineData("", "invalid or truncated JSON")]
    [InlineData("   ", "invalid or truncated JSON")]
    [InlineData("<html></html>", "invalid or truncated JSON")]
    [InlineData("{", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [UP]}""", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [UP]}}}""", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [UP]}} {"data": {"checks": [UP]}}""", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [UP,]}}""", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [UP]}} // why""", "invalid or truncated JSON")]
    [InlineData("""{'data': {"checks": [UP]}}""", "invalid or truncated JSON")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": tru}]}}""", "invalid or truncated JSON")]
    [InlineData("null", "it is not an object")]
    [InlineData("7", "it is not an object")]
    [InlineData("\"text\"", "it is not an object")]
    [InlineData("[UP]", "it is not an object")]
    [InlineData("{}", "it has no 'data.checks'")]
    [InlineData("""{"checks": [UP]}""", "it has no 'data.checks'")]
    [InlineData("""{"Data": {"Checks": [UP]}}""", "it has no 'data.checks'")] // names differ by case
    [InlineData("""{"data": null}""", "'data' is not an object")]
    [InlineData("""{"data": []}""", "'data' is not an object")]
    [InlineData("""{"data": "x"}""", "'data' is not an object")]
    [InlineData("""{"data": {}}""", "it has no 'data.checks'")]
    [InlineData("""{"data": {"checks": null}}""", "'data.checks' is not a list")]
    [InlineData("""{"data": {"checks": {}}}""", "'data.checks' is not a list")]
    [InlineData("""{"data": {"checks": "x"}}""", "'data.checks' is not a list")]
    [InlineData("""{"data": {"checks": [7]}}""", "a check is not an object")]
    [InlineData("""{"data": {"checks": [UP, null]}}""", "a check is not an object")]
    [InlineData("""{"data": {"checks": []}}""", "it has no check 'controllerPing'")]
    [InlineData("""{"data": {"checks": [{"id": "link.health", "healthy": true, "details": null}]}}""", "it has no check 'controllerPing'")]
    [InlineData("""{"data": {"checks": [{"id": "ControllerPing", "healthy": true}]}}""", "it has no check 'controllerPing'")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing"}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": null}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": "true"}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": 1}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": [true]}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [{"id": "controllerPing", "healthy": {"healthy": true}}]}}""", "'healthy' of the check 'controllerPing' is neither true nor false")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "details": null}]}}""", "'healthy' of the check 'link.health' is neither true nor false")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": "false", "details": null}]}}""", "'healthy' of the check 'link.health' is neither true nor false")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": {}}]}}""", "'details' of the check 'link.health' is neither a list of links nor null")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": "x"}]}}""", "'details' of the check 'link.health' is neither a list of links nor null")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": 0}]}}""", "'details' of the check 'link.health' is neither a list of links nor null")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": false}]}}""", "'details' of the check 'link.health' is neither a list of links nor null")]
    [InlineData("""{"data": {"checks": [UP, {"id": "link.health", "healthy": true, "details": [7]}]}}""", "'details' of the check 'link.health' is neither a list of links nor null")]
    public void Invalid_report_is_rejected_with_its_reason(string text, string problem)
    {
        Assert.False(HealthReport.TryParse(Encoding.UTF8.GetBytes(text.Replace("UP", Up, StringComparison.Ordinal)), out var report, out var said));
        Assert.Null(report);
        Assert.Equal(problem, said);
    }

    [Theory]
    [InlineData(61, true)] // with the report, its data and nothing else around it
    [InlineData(100_000, false)]
    public void Nesting_has_a_bound(int depth, bool read)
    {
        var text = $$$$"""{"data": {"checks": [{{{{Up}}}}], "x": {{{{new string('[', depth)}}}}{{{{new string(']', depth)}}}}}}""";

        Assert.Equal(read, HealthReport.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));
    }

    [Fact]
    public void Broken_text_in_a_name_is_still_a_name()
    {
        byte[] latin1 = [.. """{"data": {"checks": [{"id": "link.health", "healthy": true, "details": [{"linkId": "half \ud800", "destRouterId": "Z"""u8, 0xfc, .. """rich"}]}, """u8, .. Encoding.UTF8.GetBytes(Up), .. "]}}"u8];

        Assert.True(HealthReport.TryParse(latin1, out var report, out var problem), problem);
        var link = Assert.Single(report!.Links!);
        Assert.StartsWith("half ", link.LinkId, StringComparison.Ordinal);
        Assert.Equal("Z\ufffdrich", link.DestRouterId);
    }

    [Fact]
    public void Many_links_are_read()
    {
        var links = string.Join(',', Enumerable.Range(0, 20_000).Select(at =>
            $$$$"""{"linkId": "{{{{at}}}}", "destRouterId": "r", "addresses": {"ack": {"remoteAddr": "tcp:198.51.100.7:1"}}}"""));

        var report = Read($$$"""{"data": {"checks": [{{{Up}}}, {"id": "link.health", "healthy": true, "details": [{{{links}}}]}]}}""");

        Assert.Equal(20_000, report.Links!.Count);
        Assert.Equal("19999", report.Links[^1].LinkId);
    }

    [Fact]
    public void Nobody_keeps_millions_of_links()
    {
        var links = string.Join(',', Enumerable.Repeat("{}", 5_000_000));

        Assert.False(HealthReport.TryParse(
            Encoding.UTF8.GetBytes($$$"""{"data": {"checks": [{{{Up}}}, {"id": "link.health", "healthy": true, "details": [{{{links}}}]}]}}"""), out _, out var problem));
        Assert.Contains("more", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_text_is_cut()
    {
        var id = new string('a', 1_000_000);

        var report = Read($$$"""{"data": {"checks": [{{{Up}}}, {"id": "link.health", "healthy": true, "details": [{"linkId": "{{{id}}}"}]}]}}""");

        Assert.InRange(Assert.Single(report.Links!).LinkId.Length, 1, 5000);
    }

    private static HealthReport Read(string text)
    {
        Assert.True(HealthReport.TryParse(Encoding.UTF8.GetBytes(text), out var report, out var problem), problem);
        return report!;
    }
}
