using ErhChecker.Decision;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>What the golden files cannot show: hostile and oversized content.</summary>
public class TextOutputTests
{
    [Fact]
    public void Nothing_from_outside_reaches_the_terminal_unescaped()
    {
        const string Hostile = "x\n\u001b[2J\u202e";
        var link = new ClassifiedLink(new(Hostile, Hostile, Facts.Addresses(Hostile, $"tcp:{Hostile}:1", $"tcp:[{Hostile}]:1")), Exclusion.None);
        var result = Samples.Judged(Samples.Lost(60) with { FailingSince = Facts.Time(Hostile) }, [link], CircuitCount.Unknown(Hostile)) with
        {
            Endpoint = Hostile,
        };
        result = result with { Verdict = result.Verdict with { Reason = Hostile, Drain = new(600, null, CircuitCount.Unknown(Hostile)) } };

        var text = TextOutput.Format(
            [("Router config", Hostile), ("No-traversal", Hostile)], result, [Hostile], color: false);

        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("[2J", StringComparison.Ordinal));
        Assert.Contains("x\\u000a\\u001b[2J\\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_links_the_first_50_are_shown()
    {
        var links = Enumerable.Range(0, 60)
            .Select(at => new ClassifiedLink(new($"link-{at}-", "r", Facts.Addresses("tcp:198.51.100.7:1")), Exclusion.None)).ToList();

        var text = TextOutput.Format([], Samples.Judged(new(true, null, null), links), [], color: false);

        Assert.Contains("link-49-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("link-50-", text, StringComparison.Ordinal);
        Assert.Contains("  and 10 more: see --output json\n", text, StringComparison.Ordinal);
        Assert.Contains("60 links: 60 usable", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_is_never_broken()
    {
        var path = "/" + new string('x', 200);

        Assert.Contains(path, TextOutput.Format([("Router config", path)], Samples.Results["healthy"], [], color: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_host_of_a_link_is_shown_once()
    {
        var link = new ClassifiedLink(new("l", "r", Facts.Addresses("tcp:198.51.100.7:1", "tcp:198.51.100.7:2", "tcp:198.51.100.8:1", "odd")), Exclusion.None);

        var text = TextOutput.Format([], Samples.Judged(new(true, null, null), [link]), [], color: false);

        Assert.Equal(2, text.Split("198.51.100.7").Length);
        Assert.Equal(2, text.Split("198.51.100.8").Length);
        Assert.Contains("odd", text, StringComparison.Ordinal);
    }
}
