using ErhChecker.Host;

namespace ErhChecker.Net;

/// <summary>The system could not connect, or ended the connection.</summary>
/// <param name="reason">Why, a clause.</param>
internal sealed class ConnectionException(string reason) : Exception(reason)
{
    /// <summary>A system call failed.</summary>
    public ConnectionException(int errno)
        : this(errno switch
        {
            Libc.ECONNREFUSED => "connection refused; nothing is listening there",
            Libc.ECONNRESET or Libc.EPIPE => "connection reset",
            Libc.ETIMEDOUT => "the connection timed out",
            Libc.ENETUNREACH or Libc.EHOSTUNREACH => "no route to host",
            Libc.EAFNOSUPPORT => "its address family is disabled on this host",
            Libc.EADDRNOTAVAIL => "no address of this host can reach it",
            Libc.EMFILE => "too many open files",
            _ => Libc.strerror(errno),
        })
    {
    }
}
