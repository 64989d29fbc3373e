using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StandInRouter;

/// <summary>Plays an answer on each connection: the faults in two layers around TLS, the proper answers over HTTP.</summary>
internal sealed class ConnectionScript(Func<RouterAnswer> answer, Traffic traffic, CancellationToken stopping)
{
    /// <summary>Go's net/http sends a length up to this many bytes, chunks beyond.</summary>
    private const int UnchunkedBytes = 2048;

    private static readonly TimeSpan TrickleInterval = TimeSpan.FromMilliseconds(200);

    private static readonly ReadOnlyMemory<byte> AnswerToPlainHttp =
        ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
            + "Client sent an HTTPS request to an HTTP server.\n").ToLatin1();

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

    /// <summary>Connection middleware between TLS and HTTP.</summary>
    public async Task AfterTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        traffic.AddHandshake();
        using var end = UntilEndOf(connection);
        if (await PeekRequestAsync(connection, end.Token) is not { } request)
        {
            return;
        }

        traffic.AddRequest(request);
        var planned = answer();
        await Task.Delay(planned.Delay, end.Token);
        var content = AnswerContent.For(planned, request);
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
                await output.WriteAsync(content.Head(content.Body.Length + 1000), end.Token);
                await output.WriteAsync(content.Body, end.Token);
                break;
            case { Fault: Fault.Trickle }:
                await TrickleAsync(output, content, end.Token);
                break;
            case { Fault: Fault.Endless }:
                await SendWithoutEndAsync(output, end.Token);
                break;
            default:
                connection.Features.Set(content);
                await next(connection);
                break;
        }
    }

    /// <summary>The HTTP application: writes what <see cref="AfterTlsAsync"/> has laid down for this connection.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        var content = context.Features.GetRequiredFeature<AnswerContent>();
        context.Response.StatusCode = content.Status;
        foreach (var (name, value) in content.Headers)
        {
            context.Response.Headers[name] = value;
        }

        // One request a connection: the next one shall ask for the then current answer.
        context.Response.Headers.Connection = "close";
        if (content.Body.Length <= UnchunkedBytes)
        {
            context.Response.ContentLength = content.Body.Length;
        }

        await context.Response.BodyWriter.WriteAsync(content.Body, context.RequestAborted);
    }

    private static async Task<SeenRequest?> PeekRequestAsync(ConnectionContext connection, CancellationToken end)
    {
        var hasCertificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not null;
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(end);
            if (SeenRequest.TryRead(read.Buffer, hasCertificate) is { } request)
            {
                input.AdvanceTo(read.Buffer.Start); // nothing consumed: the HTTP server reads it again
                return request;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private static async Task TrickleAsync(System.IO.Pipelines.PipeWriter output, AnswerContent content, CancellationToken end)
    {
        byte[] bytes = [.. content.Head(content.Body.Length), .. content.Body.Span];
        for (var at = 0; at < bytes.Length; at++)
        {
            await output.WriteAsync(bytes.AsMemory(at, 1), end);
            await Task.Delay(TrickleInterval, end);
        }
    }

    private static async Task SendWithoutEndAsync(System.IO.Pipelines.PipeWriter output, CancellationToken end)
    {
        const int Size = 65536;
        var chunk = (Size.ToString("x", CultureInfo.InvariantCulture) + "\r\n" + new string(' ', Size) + "\r\n").ToLatin1();
        await output.WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), end);
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
