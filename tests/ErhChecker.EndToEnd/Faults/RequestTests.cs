using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>What goes to the router, and to nobody else.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task One_plain_request_asks_for_the_report()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await host.CheckAsync();

        Assert.Equal(0, run.ExitCode);
        var request = Assert.Single(host.Router.Requests);
        Assert.Equal("GET /health-checks HTTP/1.1", request.Line);
        Assert.Equal(host.Router.EndPoint.ToString(), request.Header("Host"));
        Assert.Null(request.Header("Accept-Encoding"));
        Assert.Null(request.Header("Cookie"));
        Assert.False(request.HasClientCertificate);
        Assert.Equal(1, host.Router.Connections);
    }

    [Fact]
    public async Task A_redirect_is_an_unreachable_router()
    {
        await using var host = await RouterHost.StartAsync(RouterReply.Of(Reports.Healthy) with { Redirects = true });

        var run = await host.CheckAsync("--output", "json");

        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        Assert.Single(host.Router.Requests);
    }

    [Fact]
    public async Task No_proxy_is_asked()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var proxy = new Listening();
        string[] names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            Variables = names.ToDictionary(name => name, _ => (string?)proxy.Address.AbsoluteUri, StringComparer.Ordinal),
        });

        Assert.Equal(0, run.ExitCode);
        Assert.False(proxy.WasReached);
    }

    [Fact]
    public async Task No_issuer_of_the_certificate_is_fetched()
    {
        using var issuer = new Listening();
        using var certificate = StandInCertificate.CreateIssued(issuer.Address);
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = certificate });

        var run = await host.CheckAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.False(issuer.WasReached);
    }

    [Fact]
    public async Task An_expired_certificate_is_taken()
    {
        using var certificate = StandInCertificate.CreateP256(lifetime: TimeSpan.FromHours(1));
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = certificate });

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task An_rsa_4096_certificate_as_real_routers_have_it_is_taken()
    {
        using var certificate = StandInCertificate.CreateRsa4096();
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = certificate });

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
    }

#pragma warning disable CA5398 // these are what routers speak, whatever the system would choose
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
#pragma warning restore CA5398
    public async Task Either_tls_version_is_spoken(SslProtocols version)
    {
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.Of(Reports.Healthy), new StandInOptions { Protocols = version });

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task A_router_on_ipv6_is_asked()
    {
        await using var host = await RouterHost.StartAsync(RouterReply.Of(Reports.Healthy), IPAddress.IPv6Loopback);

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
        Assert.Equal(host.Router.EndPoint.ToString(), Assert.Single(host.Router.Requests).Header("Host"));
    }

    [Fact]
    public async Task Where_the_first_bind_point_refuses_the_next_is_asked()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await using var refusing = await RouterStandIn.StartAsync(RouterAnswer.Of(Fault.Refuse));
        host.WriteConfig("tls:203.0.113.10:443", refusing.EndPoint, host.Router.EndPoint);

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
        Assert.Single(host.Router.Requests);
    }

    [Fact]
    public async Task Where_the_first_bind_point_answers_the_next_is_left_alone()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await using var second = WireMockRouter.Start(RouterReply.Of(Reports.NoLinks));
        host.WriteConfig("tls:203.0.113.10:443", host.Router.EndPoint, second.EndPoint);

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
        Assert.Equal(0, second.Connections);
    }

    /// <summary>A port that nobody has business with.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Listening() => _listener.Start();

        public Uri Address => new($"http://{_listener.LocalEndpoint}/");

        public bool WasReached => _listener.Pending();

        public void Dispose() => _listener.Dispose();
    }
}
