using ErhChecker.Decision;
using ErhChecker.Host;

namespace ErhChecker.Probe;

/// <summary>
/// A load balancer's probe: one HTTP request on standard input, one response on standard output. Whoever has begun to report
/// (<see cref="Watchdog.TryBeginReport"/>) responds, and nobody else.
/// </summary>
/// <param name="watchdog">The deadline.</param>
/// <param name="timeToWrite">How long after the deadline the response may be written, unless the watchdog ends the process first.</param>
internal sealed class ProbeConnection(Watchdog watchdog, TimeSpan timeToWrite)
{
    /// <summary>How long to read on after a response that refuses the request: RFC 9112, section 9.6.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly HttpRequestReader reader = new(StandardStreams.Input);
    private volatile Method method = Method.Awaited;

    private enum Method
    {
        Awaited,
        Get,
        Head,
        Refused,
    }

    /// <summary>Reads the request, and responds to one that requires no check.</summary>
    /// <returns>Whether to run the check.</returns>
    public bool TryReceive()
    {
        var head = reader.Read(watchdog.Deadline, out var isClosed);
        method = head switch
        {
            { State: HttpRequestState.Complete, Method: "GET" } => Method.Get,
            { State: HttpRequestState.Complete, Method: "HEAD" } => Method.Head,
            _ => Method.Refused,
        };
        if (method != Method.Refused)
        {
            return true;
        }

        if (!watchdog.TryBeginReport(0))
        {
            Thread.Sleep(Timeout.Infinite); // the watchdog responds, and ends the process
        }

        if (isClosed && !reader.HasReceived)
        {
            return false; // a TCP probe or a port scan
        }

        var now = DateTimeOffset.UtcNow;
        Write(head.State switch
        {
            HttpRequestState.Complete => HttpProbeResponse.MethodNotAllowed(now),
            HttpRequestState.TooLarge => HttpProbeResponse.HeaderFieldsTooLarge(now),
            HttpRequestState.Incomplete when !isClosed => HttpProbeResponse.RequestTimeout(now),
            _ => HttpProbeResponse.BadRequest(now),
        });
        reader.Discard(watchdog.Deadline.Within(Linger));
        return false;
    }

    /// <summary>Responds with a verdict; with 408 while the request is still awaited.</summary>
    public void Respond(CheckState state)
    {
        var now = DateTimeOffset.UtcNow;
        Write(method is Method.Awaited or Method.Refused
            ? HttpProbeResponse.RequestTimeout(now)
            : HttpProbeResponse.Verdict(state, hasBody: method == Method.Get, now));
        reader.Discard(reader.HasMore ? watchdog.Deadline.Within(Linger) : Deadline.After(TimeSpan.Zero));
    }

    private void Write(byte[] response)
    {
        StandardStreams.WriteOutput(response, Deadline.After(watchdog.Deadline.Left + timeToWrite));
        StandardStreams.ShutDownOutput();
    }
}
