using System.Net;
using ErhChecker.Net;

namespace ErhChecker.Tests.Net;

/// <summary>Which of the addresses that a name resolves to are this host's.</summary>
public class HostAddressesTests
{
    private static readonly IReadOnlyList<IPAddress> Own =
        [IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("fe80::1%2"), IPAddress.Parse("fe80::1%3")];

    [Theory]
    //          resolved                        this host's
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.2", "")] // the peer's, or of an outdated record
    [InlineData("192.0.2.2 192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1 127.0.0.1", "2001:db8::1 127.0.0.1")] // in their order
    [InlineData("127.0.1.1", "127.0.1.1")] // all of 127.0.0.0/8
    [InlineData("127.255.255.254", "127.255.255.254")]
    [InlineData("128.0.0.1", "")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:127.3.2.1", "127.3.2.1")]
    [InlineData("fe80::1", "fe80::1%2 fe80::1%3")] // a resolver knows no scope
    [InlineData("fe80::2", "")]
    [InlineData("0.0.0.0", "")]
    [InlineData("", "")]
    public void Others_are_left_out(string resolved, string own) => Assert.Equal(
        own, string.Join(' ', HostAddresses.Among(Own, resolved.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse))));

    [Fact]
    public void The_loopback_comes_first() => Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], HostAddresses.Own().Take(2));
}
