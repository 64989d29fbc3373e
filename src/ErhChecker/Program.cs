using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>The entry point: hands the requested run to the supervisor, which ends the process.</summary>
internal static class Program
{
    /// <summary>The time to write the result when the run has used all of its own. A run whose deadline has come has less: the supervisor ends it.</summary>
    public static readonly TimeSpan TimeToWrite = TimeSpan.FromSeconds(1);

    private static int Main(string[] arguments)
    {
        StandardStreams.FillClosed();
        var supervisor = new Supervisor();
        try
        {
            var environment = ProcessEnvironment.Capture();
            switch (CommandLine.Read(arguments, environment))
            {
                case Request.Help:
                    return Print(HelpText.Build());
                case Request.Version:
                    return Print($"{ProgramVersion.Text}\n");
                case var request:
                    supervisor.Run(RunOf(request, arguments, environment, supervisor));
                    return 0;
            }
        }
        catch (Exception failed)
        {
            // keepalived gets an exit code and the operator a line, never a stack trace.
            const int exitCode = 1;
            StandardStreams.WriteError(
                $"{LogLevel.Critical.Name()} - {PlainText.Escape(CrashReport.Line(failed, exitCode, hasLogFile: false).Text)}\n", Deadline.After(TimeSpan.Zero));
            Supervisor.Exit(exitCode);
            return exitCode;
        }
    }

    private static IRun RunOf(Request request, string[] arguments, IReadOnlyDictionary<string, string> environment, Supervisor supervisor)
    {
        switch (request)
        {
            case Request.Invalid refused:
                KeepErrorFromClient(refused.Settings);
                return new RefusedRun(refused, supervisor);
            case Request.Preflight preflight:
                return new PreflightRun(new HostPreflight(arguments, environment, supervisor), preflight.Settings.Output, environment);
            case Request.Run run:
                KeepErrorFromClient(run.Settings);
                var check = new CheckRun(run, environment, supervisor);
                return run.Settings.Output == OutputFormat.Http ? new Probe(check, supervisor, TimeToWrite) : check;
            default:
                throw new InvalidOperationException("unknown request");
        }
    }

    private static int Print(string text)
    {
        Signals.Release(time: null);
        StandardStreams.WriteOutput(text, Deadline.Never);
        Supervisor.Exit(0);
        return 0;
    }

    /// <summary>With inetd, standard error may be the connection too.</summary>
    private static void KeepErrorFromClient(CheckSettings settings)
    {
        if (settings.Output == OutputFormat.Http)
        {
            StandardStreams.DiscardErrorOnOutput();
        }
    }
}
