using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Collects what the file sink writes and hands it to the system at each flush: one line, one write.</summary>
/// <param name="file">The log.</param>
/// <param name="onFailure">Told why a line could not be written.</param>
internal sealed class LineStream(LogFile file, Action<string> onFailure) : Stream
{
    private readonly MemoryStream line = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => line.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => line.Write(buffer);

    public override void Flush()
    {
        if (line.Length > 0 && !Descriptors.TryWriteAll(file.Descriptor, line.GetBuffer().AsSpan(0, (int)line.Length)))
        {
            onFailure(Libc.LastErrorText());
        }

        line.SetLength(0);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
            line.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
