using System.Net;
using System.Runtime.InteropServices;

namespace StandInRouter;

/// <summary>Serves the answer in a file until SIGTERM or SIGINT.</summary>
internal static class ServeCommand
{
    /// <returns>The exit code: 0 when told to end, 2 when it could not start.</returns>
    public static async Task<int> RunAsync(string listen, string answerFile)
    {
        if (!IPEndPoint.TryParse(listen, out var endPoint))
        {
            await Console.Error.WriteLineAsync($"'{listen}' is no address with a port, such as 127.0.0.1:8081 or [::1]:8081");
            return 2;
        }

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            await using var router = await RecordedRouter.StartAsync(endPoint, answerFile);
            await Console.Out.WriteLineAsync($"listening on {new IPEndPoint(endPoint.Address, router.Port)}");
            await told.Task;
            return 0;
        }
        catch (IOException problem)
        {
            await Console.Error.WriteLineAsync($"cannot listen on {listen}: {problem.Message}");
            return 2;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            told.TrySetResult();
        }
    }
}
