using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
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
    [InlineData("_x.invalid")]
    [InlineData("h+1.invalid")]
    public void Unresolved_name_is_logged_at_WARNING(string name)
    {
        Assert.Equal([IPAddress.Parse("203.0.113.10")], Collect([name, "203.0.113.10"], Deadline.Never, out var diagnostics));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(LogLevel.Warning, diagnostic.Level);
        Assert.Matches($"^the controller's name {Regex.Escape(name)} (does not resolve|was not resolved in time)", diagnostic.Text);
        Assert.EndsWith(": links to this controller cannot be excluded", diagnostic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_long_name_is_logged_at_WARNING()
    {
        Collect([new string('a', 255)], Deadline.Never, out var diagnostics);

        Assert.Contains(" is not a valid host name: ", Assert.Single(diagnostics).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_beyond_64_are_not_resolved_and_are_reported()
    {
        Collect([.. Enumerable.Range(0, 67).Select(number => $"c{number}.invalid")], Deadline.After(TimeSpan.Zero), out var diagnostics);

        Assert.Equal("3 more controllers' names were not looked up: links to these controllers cannot be excluded", diagnostics[^1].Text);
    }

    [Fact]
    public void No_controllers_means_no_wait()
    {
        var clock = Stopwatch.StartNew();

        Assert.Empty(Collect([], Deadline.Never, out _));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, ControllerAddresses.MaxWait);
    }

    [Fact]
    public void Expired_deadline_keeps_resolved_addresses()
    {
        var addresses = Collect(["203.0.113.10", "no-such-host.invalid"], Deadline.After(TimeSpan.Zero), out var diagnostics);

        Assert.Equal([IPAddress.Parse("203.0.113.10")], addresses);
        Assert.Single(diagnostics);
    }

    /// <summary>A file that may exist is read on a thread: the kernel knows the answer only where it was looked up before.</summary>
    [Fact]
    public void The_endpoints_file_is_read_and_its_names_resolved()
    {
        using var folder = new TestFolder();
        folder.Write("endpoints.yml", "endpoints: ['tls:203.0.113.9:443', 'tls:localhost:443', 'tls:no-such-host.invalid:443']");
        var diagnostics = new List<Diagnostic>();

        var addresses = ControllerAddresses.StartLookup(new(folder["config.yml"], ["tls:203.0.113.10:443"], [folder["endpoints.yml"]])).Collect(diagnostics, Deadline.Never);

        Assert.Contains(IPAddress.Parse("203.0.113.9"), addresses);
        Assert.Contains(IPAddress.Loopback, addresses);
        Assert.DoesNotContain(IPAddress.Parse("203.0.113.10"), addresses);
        Assert.Contains("no-such-host.invalid", Assert.Single(diagnostics, diagnostic => diagnostic.Level > LogLevel.Debug).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_a_variable_may_have_spoilt_is_warned_of_with_the_variable()
    {
        var config = new ControllerConfig("/nonexistent/config.yml", ["tls:no-such-host.invalid:443"], ["/nonexistent/endpoints.yml"]) { UnsetText = "; not set: CTRL" };
        var diagnostics = new List<Diagnostic>();

        ControllerAddresses.StartLookup(config).Collect(diagnostics, Deadline.Never);

        Assert.EndsWith("; not set: CTRL: links to this controller cannot be excluded", diagnostics[^1].Text, StringComparison.Ordinal);
    }

    private static IReadOnlySet<IPAddress> Collect(string[] hosts, Deadline deadline, out List<Diagnostic> diagnostics)
    {
        var config = new ControllerConfig("/nonexistent/config.yml", [.. hosts.Select(host => $"tls:{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:443")], ["/nonexistent/endpoints.yml"]);
        var all = new List<Diagnostic>();
        var addresses = ControllerAddresses.StartLookup(config).Collect(all, deadline);
        diagnostics = [.. all.Where(diagnostic => diagnostic.Level > LogLevel.Debug)];
        return addresses;
    }
}
