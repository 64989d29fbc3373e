using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ErhChecker.Testing.Routers;

/// <summary>Plays an answer on each connection, which takes one request: before TLS and after it.</summary>
internal sealed class ConnectionScript(Func<RouterAnswer> answer, Traffic traffic, CancellationToken stopping)
{
    /// <summary>Go's net/http sends a length up to this many bytes, chunks beyond.</summary>
    private const int UnchunkedBytes = 2048;

    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly TimeSpan TrickleInterval = TimeSpan.FromMilliseconds(200);

    private static readonly ReadOnlyMemory<byte> AnswerToPlainHttp =
        ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
            + "Client sent an HTTPS request to an HTTP server.\n").ToLatin1();

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Connection middleware before TLS.</summary>
    public async Task BeforeTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        traffic.AddConnection();
        using var end = UntilEndOf(connection);
        switch (answer().Fault)
        {
            case Fault.Refuse:
                Reset(connection);
                break;
            case Fault.HangTcp:
                await Task.Delay(Timeout.Infinite, end.Token);
                break;
            case Fault.PlainHttp:
                var received = await connection.Transport.Input.ReadAsync(end.Token);
                connection.Transport.Input.AdvanceTo(received.Buffer.End);
                await connection.Transport.Output.WriteAsync(AnswerToPlainHttp, end.Token);
                break;
            default:
                await next(connection);
                break;
        }
    }

    /// <summary>What the connection does once TLS is up.</summary>
    public async Task AfterTlsAsync(ConnectionContext connection)
    {
        using var end = UntilEndOf(connection);
        if (!await HasRequestAsync(connection.Transport.Input, end.Token))
        {
            return;
        }

        traffic.AddRequest();
        var planned = answer();
        var output = connection.Transport.Output;
        switch (planned)
        {
            case { RawHttp: { } bytes }:
                await output.WriteAsync(bytes, end.Token);
                break;
            case { Fault: Fault.HangTcp or Fault.HangTls }:
                await Task.Delay(Timeout.Infinite, end.Token);
                break;
            case { Fault: Fault.Refuse or Fault.Reset }:
                Reset(connection);
                break;
            case { Fault: Fault.Close or Fault.PlainHttp }:
                break;
            case { Fault: Fault.Truncate }:
                await output.WriteAsync(WithLength(planned.Body, planned.Body.Length + 1000), end.Token);
                break;
            case { Fault: Fault.Trickle }:
                await TrickleAsync(output, WithLength(planned.Body, planned.Body.Length), end.Token);
                break;
            case { Fault: Fault.Endless }:
                await SendWithoutEndAsync(output, end.Token);
                break;
            case { Body.Length: <= UnchunkedBytes }:
                await output.WriteAsync(WithLength(planned.Body, planned.Body.Length), end.Token);
                break;
            default:
                await output.WriteAsync((byte[])[.. Head(Chunked), .. Chunk(planned.Body.Span), .. Chunk([])], end.Token);
                break;
        }
    }

    /// <summary>Waits for the head of a request; false where the client goes before.</summary>
    private static async Task<bool> HasRequestAsync(PipeReader input, CancellationToken end)
    {
        while (true)
        {
            var read = await input.ReadAsync(end);
            var hasHead = new SequenceReader<byte>(read.Buffer).TryReadTo(out ReadOnlySequence<byte> _, EndOfHead);
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (hasHead || read.IsCompleted)
            {
                return hasHead;
            }
        }
    }

    private static byte[] Head(string framing) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{framing}\r\nConnection: close\r\n\r\n".ToLatin1();

    private static byte[] WithLength(ReadOnlyMemory<byte> body, int length) =>
        [.. Head(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}")), .. body.Span];

    private static byte[] Chunk(ReadOnlySpan<byte> bytes) => [.. $"{bytes.Length:x}\r\n".ToLatin1(), .. bytes, .. "\r\n"u8];

    private static async Task TrickleAsync(PipeWriter output, byte[] bytes, CancellationToken end)
    {
        foreach (var one in bytes)
        {
            await output.WriteAsync((byte[])[one], end);
            await Task.Delay(TrickleInterval, end);
        }
    }

    private static async Task SendWithoutEndAsync(PipeWriter output, CancellationToken end)
    {
        var chunk = Chunk(new string(' ', 65536).ToLatin1());
        await output.WriteAsync(Head(Chunked), end);
        while (!(await output.WriteAsync(chunk, end)).IsCompleted)
        {
        }
    }

    private static void Reset(ConnectionContext connection)
    {
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private CancellationTokenSource UntilEndOf(ConnectionContext connection) =>
        CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
}

file static class Latin1
{
    public static byte[] ToLatin1(this string text) => Encoding.Latin1.GetBytes(text);
}
