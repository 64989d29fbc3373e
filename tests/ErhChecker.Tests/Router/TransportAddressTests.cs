using System.Net;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>Addresses as OpenZiti writes them.</summary>
public class TransportAddressTests
{
    [Theory]
    [InlineData("tls:ctrl.example:6262", "ctrl.example")]
    [InlineData("tls:203.0.113.10:443", "203.0.113.10")]
    [InlineData("tls:[2001:db8::10]:443", "2001:db8::10")]
    [InlineData("tls:localhost:6262", "localhost")]
    [InlineData("tcp:198.51.100.7:61031", "198.51.100.7")]
    [InlineData("udp:[fe80::1%eth0]:443", "fe80::1%eth0")]
    [InlineData("transport.tls:ctrl.example:443", "ctrl.example")]
    [InlineData("198.51.100.7:443", "198.51.100.7")]
    [InlineData("[2001:db8::10]:443", "2001:db8::10")]
    [InlineData("tls:ctrl.example:65535", "ctrl.example")]
    [InlineData("tls:ctrl.example:1", "ctrl.example")]
    public void The_host_is_found(string text, string host)
    {
        Assert.True(TransportAddress.TryGetHost(text, out var found));
        Assert.Equal(host, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("tls")]
    [InlineData("tls:")]
    [InlineData("tls::443")]
    [InlineData("tls:ctrl.example")]
    [InlineData("tls:ctrl.example:")]
    [InlineData("tls:ctrl.example:port")]
    [InlineData("tls:ctrl.example:0")]
    [InlineData("tls:ctrl.example:65536")]
    [InlineData(":ctrl.example:443")]
    [InlineData("tls:ctrl.example:99999999999999999999")]
    [InlineData("tls:ctrl.example:+443")]
    [InlineData("tls:ctrl.example: 443")]
    [InlineData("tls:ctrl.example:443/path")]
    [InlineData("tls://ctrl.example:443")] // OpenZiti has no slashes there
    [InlineData("https://ctrl.example:443")]
    [InlineData("tls:user@ctrl.example:443")]
    [InlineData("tls:ctrl example:443")]
    [InlineData("tls:[2001:db8::10:443")]
    [InlineData("tls:2001:db8::10]:443")]
    [InlineData("tls:[]:443")]
    [InlineData("ctrl.example:443")] // "ctrl.example" would be the type
    public void Other_text_has_no_host(string text) => Assert.False(TransportAddress.TryGetHost(text, out _));

    [Fact]
    public void Addresses_are_compared_without_their_zone()
    {
        var local = IPAddress.Parse("fe80::1");

        Assert.Equal(local, TransportAddress.Comparable(new IPAddress(local.GetAddressBytes(), 3)));
        Assert.Equal(local, TransportAddress.Comparable(local));
        Assert.Equal(IPAddress.Loopback, TransportAddress.Comparable(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("0.0.0.0:8081", "0.0.0.0", 8081)]
    [InlineData("[::]:8081", "::", 8081)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("host:65535", "host", 65535)]
    [InlineData("host:08081", "host", 8081)]
    [InlineData("host:00000008081", "host", 8081)] // Go reads it so
    public void Host_and_port_are_split(string text, string host, int port)
    {
        Assert.True(TransportAddress.TrySplitHostPort(text, out var foundHost, out var foundPort));
        Assert.Equal((host, port), (foundHost, foundPort));
    }

    [Theory]
    [InlineData("203.0.113.10", "203.0.113.10")]
    [InlineData("2001:db8::10", "2001:db8::10")]
    [InlineData("2001:DB8:0::0:10", "2001:db8::10")]
    [InlineData("::ffff:203.0.113.10", "203.0.113.10")]
    [InlineData("::ffff:203.0.113.10%eth0", "203.0.113.10")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("::", "::")]
    public void An_address_is_read_in_the_form_that_is_compared(string text, string address)
    {
        Assert.True(TransportAddress.TryParseIp(text, out var read));
        Assert.Equal(IPAddress.Parse(address), read);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("127.0.0.01")]
    [InlineData("0177.0.0.1")]
    [InlineData("256.0.0.1")]
    [InlineData("localhost")]
    [InlineData("")]
    [InlineData("203.0.113.10:443")]
    [InlineData("[::1]")]
    [InlineData("[::1]:443")]
    [InlineData("::1/64")]
    [InlineData("::g")]
    public void Address_that_Go_rejects_is_rejected(string text) => Assert.False(TransportAddress.TryParseIp(text, out _));
}
