using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ErhChecker.Tests.Router;

/// <summary>What the played router really sends: other tests rely on it.</summary>
public class WireMockRouterTests
{
    [Theory]
    //          body  header that frames it        header that does not
    [InlineData(0, "Content-Length: 0", "Transfer-Encoding")]
    [InlineData(2048, "Content-Length: 2048", "Transfer-Encoding")]
    [InlineData(2049, "Transfer-Encoding: chunked", "Content-Length")]
    public async Task A_body_is_framed_as_Go_does_it(int bytes, string has, string hasNot)
    {
        await using var router = WireMockRouter.Start(RouterReply.Of(new string('x', bytes)));

        var response = await FetchAsync(router, "GET /health-checks HTTP/1.1\r\nHost: router\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\r\n{has}\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain(hasNot, response, StringComparison.Ordinal);
        Assert.Equal(bytes, response.Split("\r\n\r\n", 2)[1].Count(letter => letter == 'x'));
    }

    [Fact]
    public async Task A_request_is_recorded_as_it_came()
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"));

        await FetchAsync(router, "GET /health-checks?a=%20b HTTP/1.1\r\nHost: router\r\nCookie: a=1\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n");

        var request = Assert.Single(router.Requests);
        Assert.Equal("GET /health-checks?a=%20b HTTP/1.1", request.Line);
        Assert.Equal(("router", "a=1", "1, 2"), (request.Header("host"), request.Header("Cookie"), request.Header("X-Twice")));
        Assert.Null(request.Header("Accept-Encoding"));
        Assert.False(request.HasClientCertificate);
        Assert.Equal(1, router.Connections);
    }

    [Fact]
    public async Task A_client_certificate_is_requested_and_any_is_accepted()
    {
        await using var router = WireMockRouter.Start(RouterReply.Of("{}"));

        await FetchAsync(router, "GET /health-checks HTTP/1.1\r\nHost: router\r\n\r\n", StandInCertificate.P256);

        Assert.True(Assert.Single(router.Requests).HasClientCertificate);
    }

    private static async Task<string> FetchAsync(WireMockRouter router, string request, params X509Certificate[] certificates)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(router.EndPoint);
#pragma warning disable CA5359 // the certificate is the test's own
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost", [.. certificates], checkCertificateRevocation: false);
        await tls.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(tls, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
