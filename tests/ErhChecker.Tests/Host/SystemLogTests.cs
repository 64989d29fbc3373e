using System.Net.Sockets;
using System.Text;
using ErhChecker.Host;

namespace ErhChecker.Tests.Host;

public sealed class SystemLogTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Line_is_a_datagram()
    {
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(folder["log"]));

        Assert.True(SystemLog.TrySend(folder["log"], "erhchecker-notify", "{\"a\":1}", Deadline.After(TimeSpan.FromSeconds(5)), out var problem), problem);

        Assert.Matches("^<29>[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} erhchecker-notify: {\"a\":1}$", Received(daemon));
    }

    [Fact]
    public void Line_to_a_stream_ends_with_a_null_byte()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder["log"]));
        listener.Listen();

        Assert.True(SystemLog.TrySend(folder["log"], "tag", "line", Deadline.After(TimeSpan.FromSeconds(5)), out var problem), problem);

        using var daemon = listener.Accept();
        Assert.EndsWith(" tag: line\0", Received(daemon), StringComparison.Ordinal);
    }

    [Fact]
    public void Full_socket_is_waited_for_until_the_deadline()
    {
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(folder["log"]));
        var problem = "";
        for (var sent = 0; problem.Length == 0 && sent < 100_000; sent++)
        {
            SystemLog.TrySend(folder["log"], "tag", "line", Deadline.After(TimeSpan.FromMilliseconds(50)), out problem);
        }

        Assert.StartsWith("cannot be written: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_socket_is_reported()
    {
        Assert.False(SystemLog.TrySend(folder["none"], "tag", "line", Deadline.After(TimeSpan.Zero), out var problem));
        Assert.Equal("cannot be opened: No such file or directory", problem);
    }

    private static string Received(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
