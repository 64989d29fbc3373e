using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary><c>erhchecker preflight</c>: runs it under the watchdog, and prints its report.</summary>
internal static class PreflightRun
{
    /// <summary>Runs the preflight.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(
        HostPreflight preflight, OutputFormat output, IReadOnlyDictionary<string, string> environment, Watchdog watchdog)
    {
        watchdog.SetDeadline(
            HostPreflight.MaxTime,
            whenStuck: () =>
            {
                preflight.ReportEnded();
                return (preflight.Report.ExitCode, Show);
            },
            lastLine: _ => { });
        try
        {
            preflight.Run();
        }
        catch (OperationCanceledException)
        {
            preflight.ReportEnded();
        }

        if (!watchdog.TryBeginReport(preflight.Report.ExitCode))
        {
            Thread.Sleep(Timeout.Infinite); // the watchdog reports, and ends the process
        }

        Show();
        return preflight.Report.ExitCode;

        void Show() => StandardStreams.WriteOutput(
            output == OutputFormat.Json
                ? PreflightJson.Format(preflight.Report)
                : PreflightText.Format(preflight.Report, Paint.IsEnabled(StandardStreams.OutputIsTerminal, environment)),
            Deadline.After(Program.TimeToWrite));
    }
}
