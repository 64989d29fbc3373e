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
    public async Task What_is_no_http_is_an_unreachable_router(string bytes)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.OfRawHttp(bytes));

        var run = await host.CheckAsync("-l", "DEBUG");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter != '\n');
    }

    /// <summary>A report that has come whole counts, however loosely it was wrapped.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Content-Encoding: gzip\r\n")]
    [InlineData("Content-Type: text/html; charset=nonsense\r\n")]
    [InlineData("Set-Cookie: \u001b[2J\r\n")]
    public async Task A_whole_report_that_ends_with_the_connection_counts(string headers)
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.OfRawHttp($"{Head}{headers}\r\n{Reports.Healthy}"));

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
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
    public async Task Compression_that_nobody_asked_for_is_no_report()
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
    public async Task More_than_16_MiB_are_not_read(int bytes, int exitCode)
    {
        var report = Encoding.UTF8.GetBytes(Reports.Healthy);
        byte[] padded = [.. report, .. Enumerable.Repeat((byte)' ', bytes - report.Length)];
        await using var host = await RouterHost.StartAsync(new RouterReply { Body = padded });

        var run = await host.CheckAsync("--output", "json");

        Assert.Equal((exitCode, exitCode == 0 ? "healthy" : "unreachable"), (run.ExitCode, run.State));
    }

    [Fact]
    public async Task A_length_of_more_than_16_MiB_is_believed_at_once()
    {
        var head = $"{Head}Content-Length: {MostBytes + 1}\r\n\r\n";
        await using var host = await RouterHost.StartAsync(RouterAnswer.OfRawHttp(head));

        Assert.Equal(1, (await host.CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task Five_thousand_links_are_read()
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 5000));

        Assert.Equal(0, (await host.CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task The_one_usable_link_is_found_among_five_thousand()
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 5000));
        WriteNoTraversal(host.Folder, Enumerable.Range(1, 4999));

        Assert.Equal(0, (await host.CheckAsync("-r", host.Folder["nt.yml"])).ExitCode);
    }

    [Fact]
    public async Task Five_thousand_links_of_which_none_is_usable_are_none()
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links: 5000));
        WriteNoTraversal(host.Folder, Enumerable.Range(1, 5000));

        Assert.Equal(1, (await host.CheckAsync("-r", host.Folder["nt.yml"])).ExitCode);
    }

    private static void WriteNoTraversal(TestFolder folder, IEnumerable<int> routers) =>
        folder.Write("nt.yml", "routerIds:\n" + string.Concat(routers.Select(number => $"  - router-{number}\n")));
}
