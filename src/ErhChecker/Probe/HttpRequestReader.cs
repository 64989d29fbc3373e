using ErhChecker.Host;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Probe;

/// <summary>Reads the head of one HTTP request from a descriptor: a socket or pipe, blocking or not.</summary>
internal sealed class HttpRequestReader(SafeFileHandle descriptor)
{
    private readonly byte[] buffer = new byte[HttpRequestHead.MaxLength];
    private int received;

    /// <summary>Whether the client has sent anything.</summary>
    public bool HasReceived => received > 0;

    /// <summary>Whether the client has sent more than the head that was read.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Reads until the head is complete or invalid, the client has closed its side, or the deadline has come.</summary>
    /// <param name="isClosed">Whether the client has closed its side, or is gone.</param>
    public HttpRequestHead Read(Deadline deadline, out bool isClosed)
    {
        isClosed = false;
        var head = HttpRequestHead.Parse([]);
        while (head.State == HttpRequestState.Incomplete && !isClosed && !deadline.IsOver && Poller.TryWait(descriptor, Libc.POLLIN, deadline))
        {
            var count = Libc.read(descriptor, buffer.AsSpan(received));
            if (count > 0)
            {
                received += (int)count;
                head = HttpRequestHead.Parse(buffer.AsSpan(0, received));
            }
            else
            {
                isClosed = count == 0 || !MayRetry();
            }
        }

        HasMore = head.State is HttpRequestState.TooLarge || received > head.Length;
        return head;
    }

    /// <summary>
    /// Reads and drops what the client still sends, until it closes its side: a socket that is closed with unread data is
    /// reset, and the client may lose the response (RFC 9112, section 9.6).
    /// </summary>
    /// <param name="deadline">Until when to read.</param>
    public void Discard(Deadline deadline)
    {
        while (Poller.TryWait(descriptor, Libc.POLLIN, deadline))
        {
            var count = Libc.read(descriptor, buffer.AsSpan());
            if (count == 0 || (count < 0 && !MayRetry()) || deadline.IsOver)
            {
                return;
            }
        }
    }

    private static bool MayRetry() => Libc.errno() is Libc.EINTR or Libc.EAGAIN;
}
