namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A server that sends TLS records without end, of kinds that OpenSSL passes over without giving control back.</summary>
public sealed class TlsFloodTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    public static TheoryData<string> Records => [.. TlsFlood.Records.Keys];

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_flood_does_not_outlast_the_deadline(string record)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await using var flood = new TlsFlood(TlsFlood.Records[record]);
        host.WriteConfig("tls:203.0.113.10:443", flood.EndPoint);

        var run = await host.CheckAsync("--timeout", "1");

        Assert.True(run.ExitCode == 1 && run.Elapsed < Most, $"{record}: {run}");
        Assert.Contains("unreachable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
