using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;
using ErhChecker.Wait;

namespace ErhChecker;

/// <summary><c>erhchecker wait</c>: checks, or counts circuits, until the host is healthy or idle. It writes no file.</summary>
/// <param name="request">What to wait for.</param>
internal sealed class WaitRun(Request.Wait request, IReadOnlyDictionary<string, string> environment, RunClock clock) : IRun
{
    private readonly CheckSettings settings = request.Check.Settings;
    private Waiting? waiting;
    private int shown;

    public TimeSpan TimeLimit => IsOnce ? settings.Timeout : request.For;

    private bool IsOnce => request.For == TimeSpan.Zero;

    private string Goal => request.ForIdle ? "idle" : "healthy";

    public void Work()
    {
        waiting = new Waiting(clock.Deadline, IsOnce, request.ForIdle ? Count : Check, Show);
        waiting.Run();
    }

    public Outcome End(Exception? failure) => waiting is { IsReached: true }
        ? new(0, shown > 0 ? [() => WriteError("\n")] : [])
        : new(1, [ReportLate]);

    private Observation Check(Deadline deadline)
    {
        var time = deadline.Left < settings.Timeout ? deadline.Left : settings.Timeout;
        var own = new RunClock();
        own.Limit(time);
        var check = new Check(settings with { Timeout = time }, environment, own);
        try
        {
            check.Run([]);
        }
        catch (OperationCanceledException)
        {
            // The check knows how far it got.
        }

        var result = check.End(isFailed: false).Result;
        return new(result.Verdict.State == CheckState.Healthy, VerdictLine.Format(result));
    }

    private Observation Count(Deadline deadline)
    {
        var circuits = Decider.Trusted(ZitiAgent.CountCircuits(
            ZitiAgent.CommandFor(settings.ZitiBinaryFile, environment), environment, deadline.Within(settings.Timeout)));
        return new(Decider.IsIdle(circuits), VerdictLine.Circuits(circuits)!);
    }

    /// <summary>On a terminal, one line shows what was seen last.</summary>
    private void Show(string text)
    {
        if (StandardStreams.ErrorIsTerminal)
        {
            var line = PlainText.Fit(PlainText.Escape($"waiting until {Goal}: {text}"), StandardStreams.ErrorWidth - 1);
            WriteError("\r" + line + new string(' ', Math.Max(0, shown - PlainText.Columns(line))));
            shown = PlainText.Columns(line);
        }
    }

    private void ReportLate()
    {
        var within = IsOnce ? "" : $" within {VerdictLine.Seconds((decimal)request.For.TotalSeconds)}";
        var end = clock.Signal is { } signal ? $"ended by {signal}" : $"not {Goal}{within}";
        var line = PlainText.Escape($"erhchecker wait: {end}; last seen: {waiting?.Last}");
        WriteError($"{(shown > 0 ? "\n" : "")}{line}\n");
    }

    private static void WriteError(string text) => StandardStreams.WriteError(text, Deadline.After(Program.TimeToWrite));
}
