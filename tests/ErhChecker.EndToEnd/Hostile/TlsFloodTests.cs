using ErhChecker.EndToEnd.Running;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A server that sends TLS records without end, of kinds that OpenSSL passes over without giving control back.</summary>
public sealed class TlsFloodTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    public static TheoryData<string, byte[]> Records => new()
    {
        { "hello requests", [22, 3, 3, 0, 4, 0, 0, 0, 0] },
        { "warnings", [21, 3, 3, 0, 2, 1, 90] },
        { "changes of cipher", [20, 3, 3, 0, 1, 1] },
        { "empty records", [22, 3, 3, 0, 0] },
        { "a message of 16 MB", [22, 3, 3, 0, 9, 2, 255, 255, 255, 3, 3, 0, 0, 0] },
        { "data before the handshake", [23, 3, 3, 0, 1, 0] },
        { "records of another protocol", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_flood_does_not_outlast_the_deadline(string what, byte[] record)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await using var flood = new TlsFlood(record);
        host.WriteConfig("tls:203.0.113.10:443", flood.EndPoint);

        var run = await host.CheckAsync("--timeout", "1");

        Assert.True(run.ExitCode == 1 && run.Elapsed < Most, $"{what}: {run}");
        Assert.Contains("unreachable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
