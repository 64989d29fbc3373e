using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker;

/// <summary>A check, and what it writes.</summary>
internal sealed class CheckRun(Request.Run run, IReadOnlyDictionary<string, string> environment, RunClock clock) : IRun
{
    private readonly Check check = new(run.Settings, environment, clock);

    public TimeSpan TimeLimit => run.Settings.Timeout;

    public void Work() => check.Run(run.Diagnostics);

    public Outcome End(Exception? failure) => End(failure, out _);

    /// <summary>What the check comes to if it ends now.</summary>
    public Outcome End(Exception? failure, out CheckResult result)
    {
        (result, var lines, var read) = check.End(failure is not null);
        var exitCode = result.Verdict.State.ExitCode();
        if (failure is not null)
        {
            lines = [.. lines, CrashLine.Of(failure, exitCode, run.Settings.LogFile is not null)];
        }

        var output = new CheckOutput(run.Settings, environment, result, lines, read, clock);
        return new(exitCode, output.Steps()) { WriteLastLine = output.WriteLastLine };
    }
}
