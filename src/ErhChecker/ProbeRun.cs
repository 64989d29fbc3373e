using ErhChecker.Host;
using ErhChecker.Probe;

namespace ErhChecker;

/// <summary><c>erhchecker probe</c>: a check for a load balancer, between its request and the response.</summary>
internal sealed class ProbeRun(CheckRun check, RunClock clock) : IRun
{
    /// <summary>A probe has succeeded when it is answered: the service manager must not count 503 as a failure.</summary>
    private const int Answered = 0;

    private readonly ProbeConnection connection = new(clock.Deadline, Program.TimeToWrite);

    public TimeSpan TimeLimit => check.TimeLimit;

    public void Work()
    {
        connection.Receive();
        if (connection.AwaitsVerdict)
        {
            check.Work();
        }
    }

    public Outcome End(Exception? failure)
    {
        if (!connection.AwaitsVerdict)
        {
            return new(Answered, [connection.Refuse]);
        }

        // The load balancer first: a log that hangs must not keep it waiting.
        var reported = check.End(failure, out var result);
        return reported with { ExitCode = Answered, Steps = [() => connection.Respond(result.Verdict.State), .. reported.Steps] };
    }
}
