using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Router;
using ErhChecker.Settings;
using ErhChecker.Wait;

namespace ErhChecker;

/// <summary><c>erhchecker wait</c>: checks, or counts circuits, until the host is healthy or idle. It writes no file.</summary>
/// <param name="request">What to wait for.</param>
/// <param name="environment">The environment.</param>
/// <param name="watchdog">The watchdog.</param>
internal sealed class WaitRun(Request.Wait request, IReadOnlyDictionary<string, string> environment, Watchdog watchdog)
{
    private readonly CheckSettings settings = request.Check.Settings;
    private int shown;

    /// <summary>Waits.</summary>
    /// <returns>The exit code: 1 when the time is over.</returns>
    public int Run()
    {
        var isOnce = request.For == TimeSpan.Zero;
        var limit = isOnce ? settings.Timeout : request.For;
        var waiting = new Waiting(watchdog.Deadline, isOnce, request.ForIdle ? Count : Check, Show);
        watchdog.SetDeadline(limit, whenStuck: () => (1, () => ReportLate(waiting)), lastLine: _ => { });
        var isReached = waiting.Run();
        if (!watchdog.TryBeginReport(isReached ? 0 : 1))
        {
            Thread.Sleep(Timeout.Infinite); // the watchdog reports, and ends the process
        }

        if (!isReached)
        {
            ReportLate(waiting);
        }
        else if (shown > 0)
        {
            WriteError("\n");
        }

        return isReached ? 0 : 1;
    }

    private Observation Check(Deadline deadline)
    {
        var clock = Clock(deadline, out var time);
        using var log = new CheckLog(settings.LogLevel, path: null, clock.Deadline); // never released: success is silent
        var result = new Check(settings with { Timeout = time }, environment, clock, log).Run();
        return new(result.Verdict.State == CheckState.Healthy, VerdictLine.Format(result));
    }

    private Observation Count(Deadline deadline)
    {
        var circuits = Decider.Trusted(ZitiAgent.CountCircuits(ZitiAgent.CommandFor(settings.ZitiBinaryFile, environment), environment, Clock(deadline, out _)));
        return new(Decider.IsIdle(circuits), VerdictLine.Circuits(circuits)!);
    }

    /// <summary>A clock for one look, which is bounded as a check is.</summary>
    private Watchdog Clock(Deadline deadline, out TimeSpan time)
    {
        time = deadline.Left < settings.Timeout ? deadline.Left : settings.Timeout;
        var clock = Watchdog.Detached();
        clock.Deadline.Move(time);
        return clock;
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

    private string Goal => request.ForIdle ? "idle" : "healthy";

    private void ReportLate(Waiting waiting)
    {
        var within = request.For == TimeSpan.Zero ? "" : $" within {VerdictLine.Seconds((decimal)request.For.TotalSeconds)}";
        var line = PlainText.Escape($"erhchecker wait: not {Goal}{within}; last seen: {waiting.Last}");
        WriteError($"{(shown > 0 ? "\n" : "")}{line}\n");
    }

    private static void WriteError(string text) => StandardStreams.WriteError(text, Deadline.After(Program.TimeToWrite));
}
