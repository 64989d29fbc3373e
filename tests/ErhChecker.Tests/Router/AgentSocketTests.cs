using System.Net.Sockets;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

public sealed class AgentSocketTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gops-agent.1234.sock", true)]
    [InlineData("gops-agent.sock", false)]
    [InlineData("other.1234.sock", false)]
    public void The_owner_of_an_agents_socket_is_recognized(string name, bool isOwned)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder[name]));

        Assert.Equal(isOwned, IsOwned(folder.Path));
    }

    [Fact]
    public void A_file_is_no_socket()
    {
        folder.Write("gops-agent.1234.sock", "");

        Assert.False(IsOwned(folder.Path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_holds_none() => Assert.False(IsOwned(folder["none"]));

    private static bool IsOwned(string folder) =>
        AgentSocket.IsOwned(new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = folder });
}
