using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ErhChecker.Host;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The request, against a router that WireMock plays, and one with faults below HTTP.</summary>
public class HealthClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData("v0.28.1/healthy.json")] // sent with its length
    [InlineData("v2.0.3/cluster-healthy.json")] // sent in chunks
    public async Task The_answer_comes_byte_for_byte(string recorded)
    {
        await using var router = WireMockRouter.Start(RouterReply.OfFile(Repository.Recorded(recorded)));

        var answer = await Ask(router);

        Assert.Equal("", answer.Problem);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Recorded(recorded)), answer.Body!.Value.ToArray());
    }

    [Fact]
    public async Task The_request_is_plain()
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"));

        await Ask(router);

        var request = Assert.Single(router.Requests);
        Assert.Equal("GET /health-checks HTTP/1.1", request.Line);
        Assert.Equal($"127.0.0.1:{router.Port}", request.Header("Host"));
        Assert.Null(request.Header("Cookie"));
        Assert.Null(request.Header("Accept-Encoding"));
        Assert.Null(request.Header("Authorization"));
        Assert.False(request.HasClientCertificate);
        Assert.Equal(1, router.Connections);
    }

#pragma warning disable CA5398 // these two are what the router speaks
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Both_TLS_versions_are_supported(SslProtocols protocol)
#pragma warning restore CA5398
    {
        await using var router = new RouterStandIn(RouterAnswer.Of("{}"), new StandInOptions { Protocols = protocol });

        Assert.Equal("{}", Text(await Ask(router)));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("RSA 4096")] // as real routers have it
    public async Task Any_certificate_is_accepted(string kind)
    {
        using var certificate = kind == "expired" ? StandInCertificate.CreateP256(TimeSpan.FromHours(1)) : StandInCertificate.CreateRsa4096();
        await using var router = new RouterStandIn(RouterAnswer.Of("{}"), new StandInOptions { Certificate = certificate });

        Assert.Equal("{}", Text(await Ask(router)));
    }

    [Fact]
    public async Task Certificate_issuer_is_not_fetched()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        using var certificate = StandInCertificate.CreateIssued(new Uri($"http://{elsewhere.LocalEndpoint}/ca.crt"));
        await using var router = new RouterStandIn(RouterAnswer.Of("{}"), new StandInOptions { Certificate = certificate });

        Assert.Equal("{}", Text(await Ask(router)));
        Assert.False(elsewhere.Pending());
    }

    [Theory]
    [InlineData("localhost")]
    public async Task The_listener_may_have_a_name(string name)
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"));

        Assert.Equal("{}", Text(await Ask([new(name, router.Port)])));
    }

    [Fact]
    public async Task The_listener_may_speak_IPv6()
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"), IPAddress.IPv6Loopback);

        Assert.Equal("{}", Text(await Ask([new("::1", router.Port)])));
        Assert.Equal($"[::1]:{router.Port}", Assert.Single(router.Requests).Header("Host"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(401)]
    [InlineData(204)]
    public async Task Status_other_than_200_is_rejected(int status)
    {
        await using var router = WireMockRouter.Start(new RouterReply { Status = status, Body = status == 204 ? default : "{}"u8.ToArray() });

        var answer = await Ask(router);

        Assert.Null(answer.Body);
        Assert.Equal($"returned HTTP status {status}: expected 200", answer.Problem);
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}") with { Redirects = true });

        Assert.Equal("returned HTTP status 302: expected 200", (await Ask(router)).Problem);
        Assert.Single(router.Requests);
    }

    [Theory]
    [InlineData(Fault.Refuse, "cannot be reached: connection refused; nothing is listening there")]
    [InlineData(Fault.Close, "closed the connection without a response")]
    [InlineData(Fault.Reset, "aborted the connection: connection reset")]
    [InlineData(Fault.Truncate, "closed the connection before the response was complete")]
    [InlineData(Fault.PlainHttp, "did not complete the TLS handshake: wrong version number")]
    [InlineData(Fault.Endless, "sent more than 16 MiB")]
    public async Task Fault_is_reported(Fault fault, string problem)
    {
        await using var router = new RouterStandIn(RouterAnswer.Of("{}") with { Fault = fault });

        var answer = await Ask(router);

        Assert.Null(answer.Body);
        Assert.Equal(problem, answer.Problem);
        Assert.Equal(router.Port, answer.Endpoint.Port);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 17000000\r\n\r\n", "sent more than 16 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", "sent more than 16 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}", "closed the connection before the response was complete")]
    [InlineData("hello, who is there?\r\n\r\n", "did not respond with valid HTTP")]
    public async Task Invalid_response_is_reported(string answer, string problem)
    {
        await using var router = new RouterStandIn(RouterAnswer.OfRawHttp(answer));

        Assert.Equal(problem, (await Ask(router)).Problem);
    }

    [Theory]
    [InlineData(Fault.HangTcp)]
    [InlineData(Fault.HangTls)]
    [InlineData(Fault.Trickle)]
    public async Task Hanging_router_is_abandoned_at_the_deadline(Fault fault)
    {
        await using var router = new RouterStandIn(RouterAnswer.Of("{}") with { Fault = fault });
        var deadline = Deadline.After(Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ask([new("127.0.0.1", router.Port)], deadline));
    }

    [Fact]
    public async Task No_request_is_sent_after_the_deadline()
    {
        await using var router = new RouterStandIn(RouterAnswer.Of("{}") with { Fault = Fault.HangTls });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ask([new("127.0.0.1", router.Port)], Deadline.After(TimeSpan.Zero)));
        Assert.Equal(0, router.Traffic.Requests);
    }

    [Fact]
    public async Task Next_endpoint_is_queried_when_one_refuses()
    {
        await using var refusing = new RouterStandIn(RouterAnswer.Of(Fault.Refuse));
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"));

        var answer = await Ask([new("127.0.0.1", refusing.Port), new("127.0.0.1", router.Port)]);

        Assert.Equal("{}", Text(answer));
        Assert.Equal(router.Port, answer.Endpoint.Port);
    }

    [Fact]
    public async Task Next_endpoint_is_not_queried_when_one_responds()
    {
        await using var first = WireMockRouter.Start(new RouterReply { Status = 500 });
        await using var second = WireMockRouter.Start(RouterReply.Of("{}"));

        var answer = await Ask([new("127.0.0.1", first.Port), new("127.0.0.1", second.Port)]);

        Assert.Equal("returned HTTP status 500: expected 200", answer.Problem);
        Assert.Equal(0, second.Connections);
    }

    [Fact]
    public async Task The_last_endpoint_is_named_where_all_refuse()
    {
        await using var first = new RouterStandIn(RouterAnswer.Of(Fault.Refuse));
        await using var second = new RouterStandIn(RouterAnswer.Of(Fault.Refuse));

        var answer = await Ask([new("127.0.0.1", first.Port), new("127.0.0.1", second.Port)]);

        Assert.Equal("cannot be reached: connection refused; nothing is listening there", answer.Problem);
        Assert.Equal(second.Port, answer.Endpoint.Port);
    }

    [Theory]
    [InlineData("no-such-host.invalid")]
    [InlineData("bücher.invalid")]
    [InlineData("under_score.invalid")]
    public async Task A_name_that_does_not_resolve_is_reported_where_this_host_does_not_listen(string name)
    {
        await using var refusing = new RouterStandIn(RouterAnswer.Of(Fault.Refuse));

        Assert.Equal(
            "cannot be reached: its name does not resolve, and none of this host's own addresses accepts a connection",
            (await Ask([new(name, refusing.Port)])).Problem);
    }

    /// <summary>The router could listen there, so it is a name of this host, whatever the resolver says now.</summary>
    [Theory]
    [InlineData("no-such-host.invalid")]
    [InlineData("localhost.")]
    public async Task A_name_of_this_host_need_not_resolve(string name)
    {
        await using var router = new RouterStandIn(RouterAnswer.Of("{}"));

        Assert.Equal("{}", Text(await Ask([new(name, router.Port)])));
    }

    /// <summary>No host has a way to these, whatever its routes are: TCP knows no broadcast and no group, and a zone needs its interface.</summary>
    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("fe80::1%nothing")]
    public async Task Unreachable_address_is_reported(string address) =>
        Assert.StartsWith("cannot be reached: ", (await Ask([new(address, 8081)])).Problem, StringComparison.Ordinal);

    private static Task<HealthResponse> Ask(WireMockRouter router) => Ask([new("127.0.0.1", router.Port)]);

    private static Task<HealthResponse> Ask(RouterStandIn router) => Ask([new("127.0.0.1", router.Port)]);

    private static Task<HealthResponse> Ask(HealthEndpoint[] endpoints) => Ask(endpoints, Deadline.After(Patience));

    private static Task<HealthResponse> Ask(HealthEndpoint[] endpoints, Deadline deadline) =>
        Task.Factory.StartNew(() => HealthClient.Query(endpoints, deadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Text(HealthResponse answer)
    {
        Assert.Equal("", answer.Problem);
        return Encoding.UTF8.GetString(answer.Body!.Value.Span);
    }
}
