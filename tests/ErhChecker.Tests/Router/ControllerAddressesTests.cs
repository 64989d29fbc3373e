using System.Net;
using ErhChecker.Host;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The controllers' addresses: literal ones at once, names as far as they resolve in time.</summary>
public class ControllerAddressesTests
{
    [Theory]
    [InlineData("203.0.113.10", "203.0.113.10")]
    [InlineData("2001:DB8::10", "2001:db8::10")]
    [InlineData("::ffff:203.0.113.10", "203.0.113.10")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    public void An_address_needs_no_resolver(string host, string address)
    {
        Assert.Equal([IPAddress.Parse(address)], Collect([host], Deadline.After(TimeSpan.Zero), out var diagnostics));
        Assert.Empty(diagnostics);
    }

    [Theory]
    [InlineData("no-such-host.invalid")]
    [InlineData("a..b")]
    [InlineData("x x")]
    public void A_name_without_an_address_is_warned_of(string name)
    {
        Assert.Equal([IPAddress.Parse("203.0.113.10")], Collect([name, "203.0.113.10"], Deadline.Never, out var diagnostics));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.Matches($"^the controller's name {name} (does not resolve|was not resolved in time)", diagnostic.Text);
        Assert.EndsWith(": links to this controller cannot be excluded", diagnostic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_too_long_is_warned_of()
    {
        Collect([new string('a', 300)], Deadline.Never, out var diagnostics);

        Assert.Contains(" is not a valid host name: ", Assert.Single(diagnostics).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_beyond_any_cluster_are_passed_over_and_told_of()
    {
        Collect([.. Enumerable.Repeat("localhost", 67)], Deadline.After(TimeSpan.Zero), out var diagnostics);

        Assert.Equal("3 more controllers' names were not looked up: links to these controllers cannot be excluded", diagnostics[^1].Text);
    }

    [Fact]
    public void Without_controllers_there_is_nothing_to_wait_for()
    {
        Assert.Empty(Collect([], Deadline.Never, out var diagnostics));
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void A_check_that_is_ended_takes_what_is_known()
    {
        var addresses = Collect(["203.0.113.10", "no-such-host.invalid"], Deadline.After(TimeSpan.Zero), out var diagnostics);

        Assert.Equal([IPAddress.Parse("203.0.113.10")], addresses);
        Assert.Single(diagnostics);
    }

    private static IReadOnlySet<IPAddress> Collect(string[] hosts, Deadline deadline, out List<Diagnostic> diagnostics)
    {
        diagnostics = [];
        return ControllerAddresses.StartLookup(hosts).Collect(diagnostics, deadline);
    }
}
