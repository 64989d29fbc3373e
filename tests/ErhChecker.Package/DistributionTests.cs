using System.Security.Authentication;
using System.Text;
using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

/// <summary>The published program with the C library, OpenSSL and Python of other distributions: every case, and TLS.</summary>
public abstract class DistributionTests(DistributionRoots roots, string distribution) : IClassFixture<DistributionRoots>
{
    private static readonly TimeSpan MostOfAFlood = TimeSpan.FromSeconds(8);

    /// <summary>What differs in another root is the libraries.</summary>
    private static readonly string[] Chosen = ["cli-output", "cli-version", "config-", "endpoint-json", "log-", "python-", "real-", "state-"];

    public static TheoryData<string> Cases => [.. CasesOfAnyRoot.Where(IsChosen)];

    public static TheoryData<string> OtherCases => [.. CasesOfAnyRoot.Where(name => !IsChosen(name))];

    public static TheoryData<string> Policies => [.. OpenSslPolicies.All.Keys];

    public static TheoryData<string> Floods => [.. TlsFlood.Records.Keys];

    /// <summary>Those that need no mount namespace of their own, which a root does not have the tools for.</summary>
    private static IEnumerable<string> CasesOfAnyRoot => ConformanceCase.Names.Where(name => !ConformanceCase.Read(name).ReplacesHostFiles);

    /// <summary>Whether a case is among those of all states, all reading and all writing.</summary>
    internal static bool IsChosen(string name) => Chosen.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    [Theory, Requires<Chroots>]
    [MemberData(nameof(Cases))]
    public async Task Case(string name) =>
        await CaseJudge.JudgeAsync(ConformanceCase.Read(name), await roots.StartInAsync(distribution));

    [Theory, Requires<Chroots>]
    [OnlyInAll("every case in every distribution's root")]
    [MemberData(nameof(OtherCases))]
    public Task Other_case(string name) => Case(name);

    /// <summary>The router requests a client certificate and accepts that there is none.</summary>
    [Theory, Requires<Chroots>]
#pragma warning disable CA5398 // these are what routers speak, whatever the system would choose
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
#pragma warning restore CA5398
    public async Task Either_tls_version_is_spoken(SslProtocols version)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy), new StandInOptions { Protocols = version });

        var run = await CheckAsync(host.Start());

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(1, host.Router.Traffic.Requests);
    }

    /// <summary>OpenSSL 1.1.1 loads its configuration at other places than 3 does.</summary>
    [Theory, Requires<Chroots>]
    [MemberData(nameof(Policies))]
    public async Task No_policy_for_OpenSSL_changes_the_verdict(string policy)
    {
        using var rsa = StandInCertificate.CreateRsa4096();
        foreach (var certificate in new[] { StandInCertificate.P256, rsa })
        {
            await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = certificate });
            var start = (await roots.StartInAsync(distribution))(host.Start());
            var root = await roots.PathOfAsync(distribution);

            var run = await RouterHost.CheckAsync(start with { Through = [.. OpenSslPolicies.Under(policy, host.Folder, root), .. start.Through] });

            Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
        }
    }

    [Theory, Requires<Chroots>]
    [MemberData(nameof(Floods))]
    public async Task A_flood_of_records_does_not_outlast_the_deadline(string what)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy));
        await using var flood = new TlsFlood(TlsFlood.Records[what]);
        host.WriteConfig("tls:203.0.113.10:443", flood.EndPoint);

        var run = await CheckAsync(host.Start("--timeout", "1"));

        Assert.True(run.ExitCode == 1 && run.Elapsed < MostOfAFlood, run.ToString());
        Assert.Contains("unreachable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A connection that ends without TLS's goodbye: OpenSSL 1.1 and 3 report it differently.</summary>
    [Fact, Requires<Chroots>]
    public async Task A_complete_report_counts_however_the_connection_ends()
    {
        var (exitCode, text) = await CheckCutConnectionAsync(length: Encoding.UTF8.GetByteCount(Reports.Healthy));

        Assert.True(exitCode == 0, text);
    }

    [Fact, Requires<Chroots>]
    public async Task A_truncated_report_never_counts()
    {
        var (exitCode, text) = await CheckCutConnectionAsync(length: Encoding.UTF8.GetByteCount(Reports.Healthy) + 1);

        Assert.True(exitCode == 1, text);
    }

    private async Task<CheckerRun> CheckAsync(CheckerStart start) =>
        await RouterHost.CheckAsync((await roots.StartInAsync(distribution))(start));

    /// <summary>A check whose router announces this length, sends the healthy report and closes the TCP connection.</summary>
    private async Task<(int ExitCode, string Text)> CheckCutConnectionAsync(int length)
    {
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.OfRawHttp($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{Reports.Healthy}") with { Fault = Fault.Cut });

        var run = await CheckAsync(host.Start("--timeout", "5"));

        return (run.ExitCode, run.ToString());
    }
}

public sealed class Debian11Tests(DistributionRoots roots) : DistributionTests(roots, "Debian 11");

public sealed class Debian12Tests(DistributionRoots roots) : DistributionTests(roots, "Debian 12");

public sealed class Debian13Tests(DistributionRoots roots) : DistributionTests(roots, "Debian 13");
