using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Collects what the file sink writes and appends it to the log at each flush: one line, one write.</summary>
internal sealed class LineStream(LogFile file) : UnseekableStream
{
    private readonly MemoryStream line = new();
    private bool isCut = file.EndsInsideLine;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (isCut)
        {
            line.WriteByte((byte)'\n'); // a full disk left a part of a line; this one starts a new line
            isCut = false;
        }

        line.Write(buffer);
    }

    /// <exception cref="IOException">The line could not be written, or not all of it.</exception>
    public override void Flush()
    {
        if (line.Length == 0)
        {
            return;
        }

        var isWritten = file.TryAppend(line.GetBuffer().AsSpan(0, (int)line.Length), out var written, out var problem);
        line.SetLength(0);
        if (!isWritten)
        {
            isCut = written > 0;
            throw new IOException(problem);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            line.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
