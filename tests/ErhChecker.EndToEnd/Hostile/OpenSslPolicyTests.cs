namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A policy for the host's other programs: it changes no verdict, and a roll-out to both hosts moves no VIP.</summary>
public sealed class OpenSslPolicyTests
{
    public static TheoryData<string> Policies => [.. OpenSslPolicies.All.Keys];

    [Theory, Requires<MountNamespace>]
    [MemberData(nameof(Policies))]
    public async Task A_healthy_router_stays_healthy_under(string policy)
    {
        using var rsa = StandInCertificate.CreateRsa4096();
        await using var withP256 = await RouterHost.StartAsync(Reports.Healthy);
        await using var withRsa = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = rsa });

        foreach (var host in new RouterHost[] { withP256, withRsa })
        {
            var run = await RouterHost.CheckAsync(host.Start() with { Through = OpenSslPolicies.Under(policy, host.Folder) });

            Assert.True(run is { ExitCode: 0, Error: "" }, $"{policy}: {run}");
        }
    }

    [Fact, Requires<MountNamespace>]
    public async Task The_configuration_is_not_even_opened()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        host.Folder.MakePipe("openssl.cnf"); // whoever opens it waits for a writer

        var run = await RouterHost.CheckAsync(host.Start("--timeout", "5") with { Through = MountNamespace.After(OpenSslPolicies.Replacing(host.Folder)) });

        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
    }

    /// <summary>A default of the build is a policy too: Ubuntu's and Debian's have a level, Red Hat's names a file with the ciphers.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task A_healthy_router_stays_healthy_whatever_level_OpenSSL_was_built_with()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            Through = OpenSslPolicies.BuiltWith(OpenSslPolicies.UsualCiphers, "ALL:@SECLEVEL=5:!eNULL:!aNULL:A", host.Folder),
        });

        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
    }

    /// <summary>A key, a signature and versions that OpenSSL's levels above 0 refuse.</summary>
    [Theory, RequiresTool("openssl")]
    [InlineData("-tls1")]
    [InlineData("-tls1_1")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_router_with_an_RSA_1024_key_and_SHA_1_is_healthy(string version)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        using var server = await OpenSslServer.StartAsync(
            host.Folder, ["-newkey", "rsa:1024", "-sha1"], "-cipher", "ALL:@SECLEVEL=0", version);
        host.WriteConfig("tls:203.0.113.10:443", server.EndPoint);

        var run = await host.CheckAsync();

        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
    }
}
