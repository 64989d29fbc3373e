using ErhChecker.Host;

namespace ErhChecker.Output;

/// <summary>Collects what the file sink writes and hands it to the system at each flush: one line, one write.</summary>
/// <param name="file">The log.</param>
/// <param name="onFailure">Told why a line could not be written.</param>
internal sealed class LineStream(LogFile file, Action<string> onFailure) : UnseekableStream
{
    private readonly MemoryStream line = new();
    private bool isCut = file.EndsInsideLine;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (isCut)
        {
            line.WriteByte((byte)'\n'); // a full disk left a part of a line; this one is not to be glued to it
            isCut = false;
        }

        line.Write(buffer);
    }

    public override void Flush()
    {
        if (line.Length > 0 && !file.TryAppend(line.GetBuffer().AsSpan(0, (int)line.Length), out var written, out var problem))
        {
            isCut = written > 0;
            onFailure(problem);
        }

        line.SetLength(0);
    }

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
