using System.Net.Sockets;
using ErhChecker.Fuzz.Generators;

namespace ErhChecker.Fuzz.Runs;

/// <summary>A server's connection, below its TLS: what it writes are whole records, and one of them comes out wrong.</summary>
internal sealed class TamperedStream(Socket socket, Tampering tampering) : NetworkStream(socket, ownsSocket: false)
{
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length >= Tampering.Header)
        {
            var length = Tampering.Header + ((buffer[3] << 8) | buffer[4]);
            var isHit = tampering.IsNext;
            Send(tampering.Of(buffer[..length].ToArray()));
            buffer = buffer[length..];
            if (isHit)
            {
                EndIfToEnd();
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    private void Send(byte[] bytes)
    {
        var most = tampering.Kind == TamperingKind.Pieces ? 1 + tampering.Dice.Below(200) : int.MaxValue;
        foreach (var piece in bytes.Chunk(most))
        {
            Socket.Send(piece); // it blocks, and sends all
        }
    }

    private void EndIfToEnd()
    {
        switch (tampering.Kind)
        {
            case TamperingKind.Reset:
                Socket.LingerState = new(enable: true, 0);
                break;
            case TamperingKind.Cut or TamperingKind.Noise:
                break;
            case TamperingKind.Stall:
                while (base.Read(new byte[1000]) > 0)
                {
                    // Until the client has gone.
                }

                break;
            default:
                return;
        }

        throw new IOException("ended on purpose");
    }
}
