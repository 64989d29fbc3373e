using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ErhChecker.Testing.Checkers;

/// <summary>A checker whose standard input and output are a connection, as inetd(8) starts it, and the client at its other end.</summary>
internal sealed class ProbedChecker : IDisposable
{
    /// <summary>A request as load balancers send it.</summary>
    public const string Request = "GET /health HTTP/1.1\r\nHost: lb\r\nUser-Agent: probe\r\n\r\n";

    private const string Inetd = """
        import os, signal, socket, sys
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        os.set_blocking(connection.fileno(), sys.argv[2] != "nonblocking")
        for stream in (0, 1, 2) if sys.argv[2] == "error" else (0, 1):
            os.dup2(connection.fileno(), stream)
        os.execvp(sys.argv[3], sys.argv[3:])
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private ProbedChecker(RunningChecker checker, Socket client)
    {
        Checker = checker;
        Client = client;
    }

    /// <summary>How the connection is given to the checker.</summary>
    public static IReadOnlyList<string> Manners { get; } = ["blocking", "nonblocking", "error"];

    /// <summary>The checker.</summary>
    public RunningChecker Checker { get; }

    /// <summary>The client's end.</summary>
    public Socket Client { get; }

    /// <summary>Starts a checker for a connection.</summary>
    /// <param name="start">How it is started.</param>
    /// <param name="manner">One of <see cref="Manners"/>; with "error", standard error is the connection too.</param>
    public static async Task<ProbedChecker> StartAsync(CheckerStart start, string manner = "blocking")
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var checker = RunningChecker.Start(start with
        {
            Through = [.. start.Through, "python3", "-c", Inetd, port, manner],
            Arguments = ["probe", .. start.Arguments],
        });
        try
        {
            using var late = new CancellationTokenSource(Limit);
            return new(checker, await listener.AcceptSocketAsync(late.Token));
        }
        catch
        {
            checker.Dispose();
            throw;
        }
    }

    /// <summary>Sends text.</summary>
    public async Task SendAsync(string text) => await Client.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Everything that the checker sends, to the end of the connection; a reset fails.</summary>
    public async Task<string> ReadAsync()
    {
        using var late = new CancellationTokenSource(Limit);
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        while (await Client.ReceiveAsync(buffer, late.Token) is var count and > 0)
        {
            await received.WriteAsync(buffer.AsMemory(0, count), late.Token);
        }

        return Encoding.ASCII.GetString(received.ToArray());
    }

    /// <summary>Waits for the checker's end.</summary>
    public Task<CheckerRun> WaitAsync() => Checker.WaitAsync(Limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Checker.Dispose();
    }
}
