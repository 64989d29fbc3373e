using System.IO.Compression;
using System.Text;
using ErhChecker.History;

namespace ErhChecker.Tests.History;

/// <summary>History files as they are read: compressed ones, hostile ones, each once.</summary>
public sealed class HistoryReaderTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Plain_and_compressed_files_are_read()
    {
        folder.Write("a", Line("a"));
        folder.Write("b.gz", Compressed(Line("b") + Line("c")));
        using var reader = new HistoryReader();

        Assert.Equal((0, null), Read(reader, "a"));
        Assert.Equal((0, null), Read(reader, "b.gz"));
        Assert.Equal(["a", "b", "c"], reader.Events.Select(read => read.Event.Host));
    }

    [Fact]
    public void File_is_read_once_by_whatever_name()
    {
        folder.Write("a", Line("a"));
        File.CreateSymbolicLink(folder["link"], "a");
        using var reader = new HistoryReader();
        foreach (var name in (string[])["a", "a", "./a", "link"])
        {
            Assert.Equal((0, null), Read(reader, name));
        }

        Assert.Single(reader.Events);
    }

    [Fact]
    public void Lines_that_are_no_events_are_counted()
    {
        folder.Write("a", Line("a") + "\n\n  \r\nno event\n{\"torn" + "\n" + new string('x', 200_000) + "\n" + Line("b").TrimEnd('\n'));
        using var reader = new HistoryReader();

        Assert.Equal((3, null), Read(reader, "a"));
        Assert.Equal(["a", "b"], reader.Events.Select(read => read.Event.Host));
    }

    [Theory]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void Lines_are_found_wherever_a_read_ends(int length)
    {
        folder.Write("a", new string('x', length) + "\n" + Line("a") + new string('x', length) + "\n" + Line("b"));
        using var reader = new HistoryReader();

        Assert.Equal((2, null), Read(reader, "a"));
        Assert.Equal(["a", "b"], reader.Events.Select(read => read.Event.Host));
    }

    [Fact]
    public void What_can_be_read_of_a_broken_file_counts()
    {
        var whole = Compressed(string.Concat(Enumerable.Range(0, 5000).Select(at => Line($"h{at * 7919 % 5003}"))));
        folder.Write("a.gz", whole[..(whole.Length / 2)]);
        folder.Write("b.gz", [0x1f, 0x8b, 1, 2, 3]);
        using var reader = new HistoryReader();

        Read(reader, "a.gz");
        Assert.Equal((0, "cannot be read to its end: invalid gzip data"), Read(reader, "b.gz"));
        Assert.InRange(reader.Events.Count, 1000, 4999);
    }

    [Theory]
    [InlineData("none", "cannot be read: No such file or directory")]
    [InlineData(".", "cannot be read: Is a directory")]
    public void File_that_cannot_be_read_is_reported(string name, string expected)
    {
        using var reader = new HistoryReader();

        Assert.Equal((0, expected), Read(reader, name));
    }

    [Fact]
    public void Rotated_files_are_found_the_oldest_first()
    {
        string[] beside =
        [
            "h.1", "h.2.gz", "h.10.gz", "h.3", "h.3.gz", "h-20261128", "h-20261127.gz", "h-2026112703-1764212400",
            "h.1.bak", "h.x", "h.", "h-", "h-2026", "h.1.xz", "h-20261128.gz.gz", "h.gz", "hh.1", "h.1e3",
        ];
        Assert.Equal(
            ["h-20261127.gz", "h-2026112703-1764212400", "h-20261128", "h.10.gz", "h.3", "h.2.gz", "h.1"],
            RotatedFiles.Select("h", beside.Where(name => name.StartsWith("h.", StringComparison.Ordinal) || name.StartsWith("h-", StringComparison.Ordinal)).ToList()));
    }

    [Fact]
    public void Names_are_no_patterns()
    {
        folder.Write("a[1]*{b,c}.jsonl.1", "");
        folder.Write("a1b.jsonl.1", "");

        Assert.Equal([folder["a[1]*{b,c}.jsonl.1"]], RotatedFiles.Of(folder["a[1]*{b,c}.jsonl"]));
    }

    private static string Line(string host) => Encoding.UTF8.GetString(new CheckEvent(Time, host, "healthy", 0, "r", null, null).ToLine());

    private static byte[] Compressed(string text)
    {
        using var content = new MemoryStream();
        using (var zip = new GZipStream(content, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return content.ToArray();
    }

    private (int Invalid, string? Problem) Read(HistoryReader reader, string name)
    {
        reader.Read(folder[name], out var invalid, out var problem);
        return (invalid, problem);
    }
}
