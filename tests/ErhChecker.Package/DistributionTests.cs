using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

/// <summary>The published program with the C library, OpenSSL and Python of other distributions: every case, and TLS.</summary>
public sealed class DistributionTests(DistributionRoots roots) : IClassFixture<DistributionRoots>
{
    private static readonly TimeSpan MostOfAFlood = TimeSpan.FromSeconds(8);

    /// <summary>What differs in another root is the libraries.</summary>
    private static readonly string[] Chosen = ["cli-output", "cli-version", "config-", "endpoint-json", "log-", "python-", "real-", "state-"];

    private static string Readme => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<string> Distributions => [.. DistributionRoots.Names];

    public static TheoryData<string, string> Cases => Each(CasesOfAnyRoot.Where(IsChosen));

    public static TheoryData<string, string> OtherCases => Each(CasesOfAnyRoot.Where(name => !IsChosen(name)));

    public static TheoryData<string, string> Policies => Each(OpenSslPolicies.All.Keys);

    public static TheoryData<string, string> Floods => Each(TlsFlood.Records.Keys);

    public static TheoryData<string, SslProtocols> Versions
    {
        get
        {
            var data = new TheoryData<string, SslProtocols>();
            foreach (var distribution in DistributionRoots.Names)
            {
#pragma warning disable CA5398 // these are what routers speak, whatever the system would choose
                data.Add(distribution, SslProtocols.Tls12);
                data.Add(distribution, SslProtocols.Tls13);
#pragma warning restore CA5398
            }

            return data;
        }
    }

    /// <summary>Those that need no mount namespace of their own, which a root does not have the tools for.</summary>
    private static IEnumerable<string> CasesOfAnyRoot => ConformanceCase.Names.Where(name => !ConformanceCase.Read(name).ReplacesHostFiles);

    /// <summary>Whether a case is among those of all states, all reading and all writing.</summary>
    internal static bool IsChosen(string name) => Chosen.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Cases))]
    public async Task Case(string distribution, string name) =>
        await CaseJudge.JudgeAsync(ConformanceCase.Read(name), await roots.StartInAsync(distribution));

    [ChrootTheory]
    [ParallelRows]
    [OnlyInAll("every case in every distribution's root")]
    [MemberData(nameof(OtherCases))]
    public Task Other_case(string distribution, string name) => Case(distribution, name);

    /// <summary>The router requests a client certificate and accepts that there is none.</summary>
    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Versions))]
    public async Task Either_tls_version_is_spoken(string distribution, SslProtocols version)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy), new StandInOptions { Protocols = version });

        var run = await CheckAsync(distribution, host.Start());

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(1, host.Router.Traffic.Requests);
    }

    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Distributions))]
    public async Task An_rsa_4096_certificate_is_accepted(string distribution)
    {
        using var certificate = StandInCertificate.CreateRsa4096();
        await using var host = await RouterHost.StartAsync(
            RouterAnswer.Of(Reports.Healthy), new StandInOptions { Certificate = certificate });

        var run = await CheckAsync(distribution, host.Start());

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    /// <summary>OpenSSL 1.1.1 loads its configuration at other places than 3 does.</summary>
    [ChrootTheory]
    [MemberData(nameof(Policies))]
    public async Task No_policy_for_OpenSSL_changes_the_verdict(string distribution, string policy)
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

    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Floods))]
    public async Task A_flood_of_records_does_not_outlast_the_deadline(string distribution, string what)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy));
        await using var flood = new TlsFlood(TlsFlood.Records[what]);
        host.WriteConfig("tls:203.0.113.10:443", flood.EndPoint);

        var run = await CheckAsync(distribution, host.Start("--timeout", "1"));

        Assert.True(run.ExitCode == 1 && run.Elapsed < MostOfAFlood, run.ToString());
        Assert.Contains("unreachable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A connection that ends without TLS's goodbye: OpenSSL 1.1 and 3 report it differently.</summary>
    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Distributions))]
    public async Task A_complete_report_counts_however_the_connection_ends(string distribution)
    {
        var (exitCode, text) = await CheckCutConnectionAsync(distribution, length: Encoding.UTF8.GetByteCount(Reports.Healthy));

        Assert.True(exitCode == 0, text);
    }

    [ChrootTheory]
    [ParallelRows]
    [MemberData(nameof(Distributions))]
    public async Task A_truncated_report_never_counts(string distribution)
    {
        var (exitCode, text) = await CheckCutConnectionAsync(distribution, length: Encoding.UTF8.GetByteCount(Reports.Healthy) + 1);

        Assert.True(exitCode == 1, text);
    }

    [ChrootFact]
    public async Task Without_OpenSSL_it_reports_what_is_missing()
    {
        await using var router = await RouterStandIn.StartAsync(RouterAnswer.Of(Reports.Healthy));
        using var root = await SystemRoot.UnpackAsync(RootKind.WithoutOpenSsl);
        Executable.Copy(Repository.Checker, root["/erhchecker"]);
        InstalledRoot.WriteConfig(root, router.EndPoint);

        Assert.Equal($"{ProgramVersion.Text}\n", (await root.MustRunAsync("/erhchecker", "--version")).Output);
        var check = await root.RunAsync("/erhchecker");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("OpenSSL", check.Error, StringComparison.Ordinal);
        Assert.Contains("libssl.so.3 or libssl.so.1.1", check.Error, StringComparison.Ordinal);
        Assert.Contains("OpenSSL is not installed on this host or cannot be loaded", check.Error, StringComparison.Ordinal);
        Assert.Contains("OpenSSL is not installed on this host or cannot be loaded`", Readme, StringComparison.Ordinal);
    }

    /// <summary>What README says of a host whose glibc is too old, seen with a program that requires one that nobody has.</summary>
    [ChrootFact]
    public async Task A_glibc_that_is_too_old_is_reported()
    {
        using var root = await SystemRoot.UnpackAsync(RootKind.WithoutOpenSsl);
        var program = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Repository.Checker));
        Assert.Contains("GLIBC_2.28\0", program, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(root["/erhchecker"], Encoding.Latin1.GetBytes(program.Replace("GLIBC_2.28\0", "GLIBC_9.99\0", StringComparison.Ordinal)));
        Executable.Allow(root["/erhchecker"]);

        var run = await root.RunAsync("/erhchecker", "--version");

        Assert.True(run is { ExitCode: 1, Output: "" }, run.ToString());
        Assert.Contains("version `GLIBC_9.99' not found (required by /erhchecker)", run.Error, StringComparison.Ordinal);
        Assert.Contains("``version `GLIBC_2.28' not found`` | 1 |", Readme, StringComparison.Ordinal);
    }

    /// <summary>A host on which nobody could install the program: the loader that it names is not there.</summary>
    [ChrootFact]
    public async Task Without_glibc_the_shell_reports_that_the_file_is_not_found()
    {
        using var root = await SystemRoot.UnpackAsync(RootKind.Debian12Libraries);
        Executable.Copy(Repository.Checker, root["/erhchecker"]);

        var run = await root.RunAsync("sh", "-c", "for file in /lib*/ld-linux*; do rm -f \"$file\"; done; exec /erhchecker --version");

        Assert.True(run is { ExitCode: 127, Output: "" }, run.ToString());
        Assert.Contains("not found", run.Error, StringComparison.Ordinal);
    }

    private static TheoryData<string, string> Each(IEnumerable<string> names)
    {
        var data = new TheoryData<string, string>();
        foreach (var (distribution, name) in names.SelectMany(name => DistributionRoots.Names.Select(distribution => (distribution, name))))
        {
            data.Add(distribution, name);
        }

        return data;
    }

    private async Task<CheckerRun> CheckAsync(string distribution, CheckerStart start) =>
        await RouterHost.CheckAsync((await roots.StartInAsync(distribution))(start));

    /// <summary>A check whose router announces this length, sends the healthy report and closes the TCP connection.</summary>
    private async Task<(int ExitCode, string Text)> CheckCutConnectionAsync(string distribution, int length)
    {
        await using var router = new CutConnection($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{Reports.Healthy}");
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Reports.Healthy));
        host.WriteConfig("tls:203.0.113.10:443", router.EndPoint);

        var run = await CheckAsync(distribution, host.Start("--timeout", "5"));

        return (run.ExitCode, run.ToString());
    }

    /// <summary>Sends a response to its first client, and then ends the TCP connection but not the TLS one.</summary>
    private sealed class CutConnection : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task sending;

        public CutConnection(string response)
        {
            listener.Start();
            sending = SendAsync(Encoding.UTF8.GetBytes(response));
        }

        public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // no client came: the test has failed by itself
        }

        private async Task SendAsync(byte[] response)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(StandInCertificate.P256);
            _ = await tls.ReadAsync(new byte[4096]);
            await tls.WriteAsync(response);
            client.Client.Shutdown(SocketShutdown.Send);
            while (await client.Client.ReceiveAsync(new byte[64]) > 0)
            {
            }
        }
    }
}
