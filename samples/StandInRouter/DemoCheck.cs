using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StandInRouter;

/// <summary>One run of the checker: its verdict and its duration, from start to exit.</summary>
internal sealed record DemoCheck(int ExitCode, string State, TimeSpan Elapsed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs the checker against this host.</summary>
    public static async Task<DemoCheck> RunAsync(string checker, DemoHost host, int switchTimeout)
    {
        var start = new ProcessStartInfo(checker)
        {
            ArgumentList =
            {
                "-c", host.Config, "-z", host.Ziti, "-t", switchTimeout.ToString(CultureInfo.InvariantCulture), "--output", "json",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear(); // a variable of the caller's must not change the demo
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

        using var limit = new CancellationTokenSource(Limit);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var elapsed = Stopwatch.GetElapsedTime(started);
            await error;
            return new(process.ExitCode, StateIn(await output), elapsed);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string StateIn(string output)
    {
        try
        {
            return JsonDocument.Parse(output).RootElement.GetProperty("state").GetString() ?? "no state";
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "no state";
        }
    }
}
