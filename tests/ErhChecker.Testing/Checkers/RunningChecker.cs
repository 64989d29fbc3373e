using System.Diagnostics;
using System.Text;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Checkers;

/// <summary>A checker that has been started. Disposing of it ends it, and what it has started.</summary>
internal sealed class RunningChecker : IDisposable
{
    private readonly Process _process;
    private readonly long _started;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RunningChecker(CheckerStart start)
    {
        _started = Stopwatch.GetTimestamp(); // before the process is: its own time must not be longer
        _process = Process.Start(start.ToProcess())!;
        _process.StandardInput.Write(start.Input);
        _process.StandardInput.Close();
        _output = ReadAsync(_process.StandardOutput);
        _error = ReadAsync(_process.StandardError);
    }

    /// <summary>Starts a checker.</summary>
    public static RunningChecker Start(CheckerStart start) => new(start);

    /// <summary>Runs a checker to its end.</summary>
    /// <exception cref="TimeoutException">It has not ended within the limit.</exception>
    public static async Task<CheckerRun> RunAsync(CheckerStart start, TimeSpan limit)
    {
        using var checker = Start(start);
        return await checker.WaitAsync(limit);
    }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has read its command line, and its supervisor waits for signals.</summary>
    public bool IsSupervised => ProcessStatus.HasThread(Id, "supervisor");

    /// <summary>Sends SIGTERM, as keepalived does when a check takes too long.</summary>
    public void Terminate() => Assert.Equal(0, Posix.kill(Id, Posix.SIGTERM));

    /// <summary>Closes the reading ends of its standard output and error: it will write into broken pipes.</summary>
    public void BreakPipes()
    {
        _process.StandardOutput.BaseStream.Close();
        _process.StandardError.BaseStream.Close();
    }

    /// <summary>Waits for its end, and for the end of its streams.</summary>
    /// <exception cref="TimeoutException">One of these has not come within the limit, counted from now.</exception>
    public async Task<CheckerRun> WaitAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(end.Token);
            var output = await _output.WaitAsync(end.Token);
            var error = await _error.WaitAsync(end.Token);
            return new(_process.ExitCode, output, error, Stopwatch.GetElapsedTime(_started));
        }
        catch (OperationCanceledException late)
        {
            var what = _process.HasExited ? "has ended, but something still holds its output" : "still runs";
            throw new TimeoutException($"the checker {what} after {limit}", late);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        using var bytes = new MemoryStream();
        try
        {
            await reader.BaseStream.CopyToAsync(bytes);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // BreakPipes, or the end of a checker that was late: what has come so far is all there is.
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
