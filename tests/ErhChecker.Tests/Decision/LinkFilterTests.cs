using System.Net;
using ErhChecker.Decision;
using ErhChecker.Tests.Support;
using ErhChecker.Router;

namespace ErhChecker.Tests.Decision;

/// <summary>Which links count: not those excluded (no-traversal), then not those to a controller's host.</summary>
public class LinkFilterTests
{
    [Theory]
    //          the link's remote address                  a controller's       why it is left out
    [InlineData("tcp:198.51.100.7:61031", "203.0.113.10", null)]
    [InlineData("tcp:203.0.113.10:61031", "203.0.113.10", "controller")]
    [InlineData("tcp:203.0.113.10:1", "203.0.113.10", "controller")] // whatever the port
    [InlineData("tcp:203.0.113.101:443", "203.0.113.10", null)] // no prefix matches
    [InlineData("tcp:203.0.113.1:443", "203.0.113.10", null)]
    [InlineData("udp:203.0.113.10:443", "203.0.113.10", "controller")] // DTLS
    [InlineData("203.0.113.10:443", "203.0.113.10", "controller")] // without the network's name
    [InlineData("tcp:[2001:db8::10]:443", "2001:db8::10", "controller")]
    [InlineData("tcp:[2001:DB8:0:0::0010]:443", "2001:db8::10", "controller")] // addresses, not texts
    [InlineData("tcp:[2001:db8::1]:443", "2001:db8::10", null)]
    [InlineData("[2001:db8::10]:443", "2001:db8::10", "controller")]
    [InlineData("tcp:[::ffff:203.0.113.10]:443", "203.0.113.10", "controller")] // IPv4-mapped
    [InlineData("tcp:[::ffff:cb00:710a]:443", "203.0.113.10", "controller")]
    [InlineData("tcp:203.0.113.10:443", "::ffff:203.0.113.10", "controller")]
    [InlineData("tcp:[fe80::10%eth0]:443", "fe80::10", "controller")] // the zone is this host's name for a wire
    [InlineData("tcp:203.0.113.10", "203.0.113.10", "controller")] // without a port: an address is an address
    [InlineData("tcp:[2001:db8::10]", "2001:db8::10", "controller")]
    [InlineData("203.0.113.10", "203.0.113.10", "controller")]
    [InlineData("", "203.0.113.10", null)]
    [InlineData(":", "203.0.113.10", null)]
    [InlineData("tcp:", "203.0.113.10", null)]
    [InlineData("tcp:ctrl.example:443", "203.0.113.10", null)] // Go writes no names here
    [InlineData("tcp:[203.0.113.10:443", "203.0.113.10", null)]
    [InlineData("tcp:203.0.113.010:443", "203.0.113.10", null)] // no address in Go: octal or decimal?
    [InlineData("tcp:3405803786:443", "203.0.113.10", null)] // the same number, but no address in Go
    [InlineData("pipe", "203.0.113.10", null)]
    public void A_link_with_a_controllers_address_is_left_out(string remoteAddress, string controller, string? excluded) =>
        Assert.Equal(excluded, Judge([remoteAddress], [], [controller]));

    [Theory]
    //          remote addresses of its connections                                    why it is left out
    [InlineData("tcp:198.51.100.7:1 tcp:198.51.100.7:2", null)]
    [InlineData("tcp:203.0.113.10:1 tcp:203.0.113.10:2", "controller")]
    [InlineData("tcp:203.0.113.10:1 tcp:198.51.100.7:2", "controller")] // any of them will do
    [InlineData("tcp:198.51.100.7:1 tcp:203.0.113.10:2", "controller")]
    [InlineData("tcp:198.51.100.7:1 tcp:198.51.100.7:2 tcp:198.51.100.7:3 tcp:203.0.113.11:4", "controller")]
    [InlineData("garbage tcp:203.0.113.11:4", "controller")]
    [InlineData("tcp:203.0.113.12:1", null)]
    public void Any_connection_to_any_controller_excludes_a_link(string remoteAddresses, string? excluded) =>
        Assert.Equal(excluded, Judge(remoteAddresses.Split(' '), [], ["203.0.113.10", "203.0.113.11"]));

    [Theory]
    [InlineData("j.LOxzd9A", "j.LOxzd9A", "noTraversal")]
    [InlineData("j.LOxzd9A", "j.LOxzd9", null)]
    [InlineData("j.LOxzd9A", "j.loxzd9a", null)] // ids differ by case
    [InlineData("123", "123", "noTraversal")]
    [InlineData("", "j.LOxzd9A", null)]
    public void A_link_to_a_no_traversal_router_is_left_out(string router, string noTraversal, string? excluded) =>
        Assert.Equal(excluded, Judge(["tcp:198.51.100.7:1"], [noTraversal], ["203.0.113.10"], router));

    [Fact]
    public void The_no_traversal_router_is_named_first_where_both_hold() =>
        Assert.Equal("noTraversal", Judge(["tcp:203.0.113.10:1"], ["j.LOxzd9A"], ["203.0.113.10"]));

    [Fact]
    public void A_link_that_lists_no_address_is_a_link() => Assert.Null(Judge([], [], ["203.0.113.10"]));

    [Fact]
    public void Without_a_controllers_address_no_link_is_recognised() => Assert.Null(Judge(["tcp:203.0.113.10:1"], [], []));

    [Fact]
    public void Links_keep_their_order_and_number()
    {
        Link[] links = [new("a", "r1", []), new("b", "r2", Facts.Addresses("tcp:203.0.113.10:1")), new("c", "r3", []), new("a", "r1", [])];

        var judged = LinkFilter.Classify(links, new HashSet<string>(["r3"], StringComparer.Ordinal), Addresses(["203.0.113.10"]));

        Assert.Equal(links, judged.Select(link => link.Link));
        Assert.Equal([true, false, false, true], judged.Select(link => link.Usable));
    }

    private static string? Judge(string[] remoteAddresses, string[] noTraversal, string[] controllers, string router = "j.LOxzd9A") =>
        ErhChecker.Output.LinkText.JsonName(Assert.Single(LinkFilter.Classify(
            [new Link("lndLOpwd7yOcSXtCcPwWf", router, Facts.Addresses(remoteAddresses))],
            new HashSet<string>(noTraversal, StringComparer.Ordinal),
            Addresses(controllers))).Exclusion);

    private static HashSet<IPAddress> Addresses(string[] texts) =>
        [.. texts.Select(text => TransportAddress.Comparable(IPAddress.Parse(text)))];
}
