using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>Readers that are slow, or do not read at all.</summary>
public sealed class SlowReaderTests
{
    private const int Links = 5000;

    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(400);

    /// <summary>A pipe may be shared with a parent that has made it non-blocking: a full one is no end.</summary>
    [Fact]
    public async Task Json_of_many_links_is_complete_in_a_pipe_that_does_not_block()
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, Links));
        var start = host.Start("--output", "json", "--timeout", "30") with
        {
            Through = ["sh", "-c", $"exec >{host.Folder["output"]}; dd if=/dev/null oflag=nonblock status=none; exec \"$0\" \"$@\""],
        };
        host.Folder.MakePipe("output");
        using var checker = Process.Start(start.ToProcess())!;
        await using var output = new FileStream(host.Folder["output"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await StandsStillAsync(output.SafeFileHandle);

        using var json = await JsonDocument.ParseAsync(output);

        await checker.WaitForExitAsync();
        Assert.Equal(0, checker.ExitCode);
        Assert.Equal(Links, json.RootElement.GetProperty("links").GetArrayLength());
    }

    [Fact]
    public async Task A_full_standard_error_and_a_hanging_router_end_at_the_deadline()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        host.Folder.MakePipe("full");

        // Filled without blocking, then opened again: the check gets a pipe that blocks.
        var run = await RouterHost.CheckAsync(host.Start("--timeout", "1", "-l", "DEBUG", "-f", host.Folder["check.log"]) with
        {
            Through =
            [
                "sh", "-c",
                $"exec 3<>{host.Folder["full"]}; dd if=/dev/zero bs=4096 count=1000 oflag=nonblock status=none >&3 2>/dev/null; exec \"$0\" \"$@\" 2>{host.Folder["full"]}",
            ],
        });

        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Assert.Contains("unreachable: ", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    /// <summary>Waits until a pipe holds something and nothing is added any more.</summary>
    private static async Task StandsStillAsync(SafeHandle pipe)
    {
        var (before, since) = (0, Stopwatch.GetTimestamp());
        await Until.TrueAsync(
            () =>
            {
                if (Posix.ioctl(pipe, Posix.FIONREAD, out var held) != 0 || held != before)
                {
                    (before, since) = (held, Stopwatch.GetTimestamp());
                }

                return before > 0 && Stopwatch.GetElapsedTime(since) > Still;
            },
            "the pipe is full");
    }
}
