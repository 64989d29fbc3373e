using ErhChecker.Host;
using ErhChecker.Net;
using ErhChecker.Output;

namespace ErhChecker;

/// <summary>A load balancer's probe: one HTTP request on standard input, one response on standard output, a check in between.</summary>
/// <param name="check">The check.</param>
/// <param name="supervisor">The supervisor.</param>
/// <param name="timeToWrite">How long after the deadline the response may be written, unless the process ends first.</param>
internal sealed class Probe(CheckRun check, Supervisor supervisor, TimeSpan timeToWrite) : IRun
{
    /// <summary>A probe has succeeded when it is answered: the service manager must not count 503 as a failure.</summary>
    private const int Answered = 0;

    /// <summary>How long to read on after a response that refuses the request: RFC 9112, section 9.6.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly HttpRequestReader reader = new(StandardStreams.Input);
    private volatile Request request = Request.Awaited;

    /// <summary>What is known of the request, and with it the response if the process ends now.</summary>
    private enum Request
    {
        /// <summary>Its head is not complete.</summary>
        Awaited,

        /// <summary>GET.</summary>
        Get,

        /// <summary>HEAD: the response has no body.</summary>
        Head,

        /// <summary>Another method.</summary>
        OtherMethod,

        /// <summary>Its head is too large.</summary>
        TooLarge,

        /// <summary>It is not a request.</summary>
        Malformed,

        /// <summary>The peer closed the connection without having sent anything, as a TCP probe or a port scan does.</summary>
        None,
    }

    public TimeSpan TimeLimit => check.TimeLimit;

    public void Work()
    {
        var head = reader.Read(supervisor.Deadline, out var isClosed);
        request = head switch
        {
            { State: HttpRequestState.Complete, Method: "GET" } => Request.Get,
            { State: HttpRequestState.Complete, Method: "HEAD" } => Request.Head,
            _ when isClosed && !reader.HasReceived => Request.None,
            { State: HttpRequestState.Complete } => Request.OtherMethod,
            { State: HttpRequestState.TooLarge } => Request.TooLarge,
            { State: HttpRequestState.Incomplete } when !isClosed => Request.Awaited,
            _ => Request.Malformed,
        };
        if (request is Request.Get or Request.Head)
        {
            check.Work();
        }
    }

    public Outcome End(Exception? failure)
    {
        var now = DateTimeOffset.UtcNow;
        switch (request)
        {
            case Request.Get or Request.Head:
                // The load balancer first: a log that hangs must not keep it waiting.
                var reported = check.End(failure, out var result);
                return reported with
                {
                    ExitCode = Answered,
                    Steps = [() => Respond(HttpProbeResponse.Verdict(result.Verdict.State, hasBody: request == Request.Get, now), reader.HasMore), .. reported.Steps],
                };
            case Request.None:
                return new(Answered, []);
            default:
                return new(Answered, [() => Respond(
                    request switch
                    {
                        Request.OtherMethod => HttpProbeResponse.MethodNotAllowed(now),
                        Request.TooLarge => HttpProbeResponse.HeaderFieldsTooLarge(now),
                        Request.Malformed => HttpProbeResponse.BadRequest(now),
                        _ => HttpProbeResponse.RequestTimeout(now),
                    },
                    mayLinger: true)]);
        }
    }

    private void Respond(byte[] response, bool mayLinger)
    {
        StandardStreams.WriteOutput(response, Deadline.After(supervisor.Deadline.Left + timeToWrite));
        StandardStreams.ShutDownOutput();
        reader.Discard(mayLinger ? supervisor.Deadline.Within(Linger) : Deadline.After(TimeSpan.Zero));
    }
}
