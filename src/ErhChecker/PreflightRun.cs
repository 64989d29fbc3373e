using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary><c>erhchecker preflight</c>, and its report.</summary>
internal sealed class PreflightRun(HostPreflight preflight, OutputFormat output, IReadOnlyDictionary<string, string> environment) : IRun
{
    private volatile bool isDone;

    public TimeSpan TimeLimit => HostPreflight.MaxTime;

    public void Work()
    {
        preflight.Run();
        isDone = true;
    }

    public Outcome End(Exception? failure)
    {
        if (failure is OutOfMemoryException)
        {
            preflight.ReportOutOfMemory();
        }
        else if (!isDone)
        {
            preflight.ReportEnded();
        }

        return new(preflight.Report.ExitCode, [Show]);
    }

    private void Show() => StandardStreams.WriteOutput(
        output == OutputFormat.Json
            ? PreflightJson.Format(preflight.Report)
            : PreflightText.Format(preflight.Report, Paint.IsEnabled(StandardStreams.OutputIsTerminal, environment)),
        Deadline.After(Program.TimeToWrite));
}
