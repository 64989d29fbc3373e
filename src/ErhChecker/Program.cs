using ErhChecker.History;
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
                case Request.Help help:
                    return Unsupervised(() => Print(HelpText.Build(help.Of)));
                case Request.Version:
                    return Unsupervised(() => Print($"{ProgramVersion.Text}\n"));
                case Request.History history:
                    return Unsupervised(new HistoryCommand(history, environment).Run);
                case var request:
                    supervisor.Run(RunOf(request, environment, supervisor.Clock));
                    return 0;
            }
        }
        catch (Exception failed)
        {
            // keepalived gets an exit code and the operator a line, never a stack trace.
            const int exitCode = 1;
            StandardStreams.WriteError(
                $"{LogLevel.Critical.Name()} - {PlainText.Escape(CrashLine.Of(failed, exitCode, hasLogFile: false).Text)}\n", Deadline.After(TimeSpan.Zero));
            Supervisor.Exit(exitCode);
            return exitCode;
        }
    }

    private static IRun RunOf(Request request, IReadOnlyDictionary<string, string> environment, RunClock clock)
    {
        if (request is Request.Probe or Request.Invalid { Of.Name: "probe" })
        {
            StandardStreams.DiscardErrorOnOutput(); // with inetd, standard error may be the connection too
        }

        return request switch
        {
            Request.Invalid refused => new RefusedRun(refused, clock),
            Request.Run run => new CheckRun(run, environment, clock),
            Request.Probe probe => new ProbeRun(new CheckRun(probe.Check, environment, clock), clock),
            Request.Preflight preflight => new PreflightRun(new HostPreflight(preflight.Options, environment, clock), preflight.Settings.Output, environment),
            Request.Notify notify => new NotifyRun(notify, clock),
            Request.Wait wait => new WaitRun(wait, environment, clock),
            _ => throw new InvalidOperationException("unknown request"),
        };
    }

    /// <summary>What has no deadline, and decides nothing: a signal ends it as it ends other programs.</summary>
    private static int Unsupervised(Func<int> run)
    {
        Signals.Release(time: null);
        Supervisor.Exit(run());
        return 0;
    }

    private static int Print(string text)
    {
        StandardStreams.WriteOutput(text, Deadline.Never);
        return 0;
    }
}
