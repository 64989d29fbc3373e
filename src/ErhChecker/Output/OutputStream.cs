using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Standard output as a stream to write to; what cannot be written is dropped.</summary>
/// <param name="deadline">Until when to wait for a reader.</param>
internal sealed class OutputStream(Deadline deadline) : UnseekableStream
{
    private bool broken;

    public override void Write(ReadOnlySpan<byte> buffer) => broken = broken || !StandardStreams.WriteOutput(buffer, deadline);
}
