using System.IO.Compression;
using System.Text;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>Answers that are large, or no HTTP that a router would speak.</summary>
public sealed class AnswerTests
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>A whole answer but for the empty line and the body.</summary>
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    /// <summary>HttpResponseReaderTests have each way to be wrong; here it must not reach a terminal.</summary>
    [Theory]
    [InlineData("HTTP/1.1 500 \u001b[2J\u001b]0;forged\u0007\r\n\r\n")]
    [InlineData("SSH-2.0-\u001b[2J\r\n\r\n")]
    [InlineData(Head + "\r\n\u001b[2J\u0000\u0007\u009b2J forged")]
    public async Task Invalid_HTTP_is_unreachable(string bytes)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.OfRawHttp(bytes));

        var run = await host.CheckAsync("-l", "DEBUG");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter != '\n');
    }

    /// <summary>TLS may end without close_notify: a report that lacks its end is not one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task A_report_without_a_length_that_is_cut_off_does_not_count(int missing)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.OfRawHttp($"{Head}\r\n{Reports.Healthy.TrimEnd()[..^missing]}"));

        var run = await host.CheckAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("invalid or truncated JSON", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unrequested_compression_is_rejected()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Reports.Healthy));
        }

        await using var host = await RouterHost.StartAsync(new RouterReply
        {
            Body = zipped.ToArray(),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Encoding"] = "gzip" },
        });

        Assert.Equal(1, (await host.CheckAsync()).ExitCode);
    }

    [Theory]
    [InlineData(MostBytes, 0)]
    [InlineData(MostBytes + 1, 1)]
    public async Task Response_is_limited_to_16_MiB(int bytes, int exitCode)
    {
        var report = Encoding.UTF8.GetBytes(Reports.Healthy);
        byte[] padded = [.. report, .. Enumerable.Repeat((byte)' ', bytes - report.Length)];
        await using var host = await RouterHost.StartAsync(new RouterReply { Body = padded });

        var run = await host.CheckAsync("--output", "json");

        Assert.Equal((exitCode, exitCode == 0 ? "healthy" : "unreachable"), (run.ExitCode, run.State));
    }

    [Theory]
    [InlineData(4999, 0)]
    [InlineData(5000, 1)]
    public async Task The_one_usable_link_is_found_among_five_thousand(int excluded, int exitCode)
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 5000));
        host.Folder.Write("nt.yml", "routerIds:\n" + string.Concat(Enumerable.Range(1, excluded).Select(number => $"  - router-{number}\n")));

        Assert.Equal(exitCode, (await host.CheckAsync("-r", host.Folder["nt.yml"])).ExitCode);
    }
}
