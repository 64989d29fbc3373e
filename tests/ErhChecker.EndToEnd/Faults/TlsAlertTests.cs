namespace ErhChecker.EndToEnd.Faults;

/// <summary>A server that refuses the check in TLS says why; the operator reads it in OpenSSL's words.</summary>
public sealed class TlsAlertTests
{
    private const int Runs = 25;

    /// <summary>
    /// In TLS 1.3 the alert comes after the client's handshake, and the server closes the connection while the request is
    /// sent: whichever comes first, the reason is the same.
    /// </summary>
    [Theory, RequiresTool("openssl")]
    [InlineData("-tls1_3", "sent no complete response: .*certificate required")]
    [InlineData("-tls1_2", "did not complete the TLS handshake: .*handshake failure")]
    public async Task A_server_that_demands_a_client_certificate_is_understood_every_time(string version, string reason)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var server = await OpenSslServer.StartAsync(
            host.Folder, ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], version, "-Verify", "1");
        host.WriteConfig("tls:203.0.113.10:443", server.EndPoint);
        for (var at = 0; at < Runs; at++)
        {
            var run = await host.CheckAsync();

            Assert.Equal(1, run.ExitCode);
            Assert.Matches($"^ERROR - unreachable: the router's health endpoint {reason}; https://", Assert.Single(run.ErrorLines));
        }
    }
}
