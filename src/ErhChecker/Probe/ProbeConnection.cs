using ErhChecker.Decision;
using ErhChecker.Host;

namespace ErhChecker.Probe;

/// <summary>A load balancer's connection: one HTTP request on standard input, one response on standard output.</summary>
/// <param name="timeToWrite">How long after the deadline the response may be written, unless the process ends first.</param>
internal sealed class ProbeConnection(Deadline deadline, TimeSpan timeToWrite)
{
    /// <summary>How long to read on after a response that refuses the request: RFC 9112, section 9.6.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly HttpRequestReader reader = new(StandardStreams.Input);
    private volatile Request request = Request.Awaited;

    /// <summary>What is known of the request.</summary>
    private enum Request
    {
        /// <summary>Its head is not complete.</summary>
        Awaited,

        Get,

        /// <summary>HEAD: the response has no body.</summary>
        Head,

        OtherMethod,

        /// <summary>Its head is too large.</summary>
        TooLarge,

        Malformed,

        /// <summary>The peer closed the connection without having sent anything, as a TCP probe or a port scan does.</summary>
        None,
    }

    /// <summary>Whether the request asks for a verdict.</summary>
    public bool AwaitsVerdict => request is Request.Get or Request.Head;

    /// <summary>Reads the request, until the deadline.</summary>
    public void Receive()
    {
        var head = reader.Read(deadline, out var isClosed);
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
    }

    public void Respond(CheckState state) =>
        Write(HttpProbeResponse.Verdict(state, hasBody: request == Request.Get, DateTimeOffset.UtcNow), lingers: reader.HasMore);

    /// <summary>Responds to a request that asks for no verdict, as far as it is known; not to a peer that sent nothing.</summary>
    public void Refuse()
    {
        var now = DateTimeOffset.UtcNow;
        if (request != Request.None)
        {
            Write(
                request switch
                {
                    Request.OtherMethod => HttpProbeResponse.MethodNotAllowed(now),
                    Request.TooLarge => HttpProbeResponse.HeaderFieldsTooLarge(now),
                    Request.Malformed => HttpProbeResponse.BadRequest(now),
                    Request.Awaited or Request.Get or Request.Head or Request.None => HttpProbeResponse.RequestTimeout(now),
                },
                lingers: true);
        }
    }

    private void Write(byte[] response, bool lingers)
    {
        StandardStreams.WriteOutput(response, Deadline.After(deadline.Left + timeToWrite));
        StandardStreams.ShutDownOutput();
        reader.Discard(lingers ? deadline.Within(Linger) : Deadline.After(TimeSpan.Zero));
    }
}
