using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Standard output as a stream to write to; what cannot be written is dropped.</summary>
internal sealed class OutputStream : UnseekableStream
{
    private bool broken;

    public override void Write(ReadOnlySpan<byte> buffer) => broken = broken || !StandardStreams.WriteOutput(buffer);
}
