using ErhChecker.History;
using ErhChecker.Host;

namespace ErhChecker.Tests.History;

/// <summary>The history file on disk.</summary>
public sealed class HistoryFileTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
    private static readonly CheckEvent Healthy = new(Time, "h", "healthy", 0, "r", null, null);

    private readonly TestFolder folder = new();

    private string FilePath => folder["h.jsonl"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Next_event_knows_the_last_check_within_64_KiB_of_the_end()
    {
        CheckEvent? seen = null;
        HistoryEvent? Look(CheckEvent? last)
        {
            seen = last;
            return null;
        }

        var noise = new VrrpEvent(Time, "h", "INSTANCE", "ziti", "BACKUP", 1, Maintenance: false, null).ToLine();
        byte[] near = [.. Enumerable.Repeat(noise, ((64 * 1024) - 1000) / noise.Length).SelectMany(line => line)];

        File.WriteAllBytes(FilePath, [.. Healthy.ToLine(), .. near]);
        Assert.True(HistoryFile.TryAppend(FilePath, Look, UsedFiles.None, out _));
        Assert.Equal(Healthy, seen);

        File.WriteAllBytes(FilePath, [.. Healthy.ToLine(), .. near, .. near]);
        Assert.True(HistoryFile.TryAppend(FilePath, Look, UsedFiles.None, out _));
        Assert.Null(seen);
    }

    [Fact]
    public void Nothing_to_append_changes_nothing()
    {
        File.WriteAllBytes(FilePath, [.. Healthy.ToLine(), .. "{\"torn"u8]);
        var before = File.ReadAllBytes(FilePath);

        Assert.True(HistoryFile.TryAppend(FilePath, _ => null, UsedFiles.None, out _));

        Assert.Equal(before, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Torn_line_stays_and_the_next_begins_on_its_own()
    {
        File.WriteAllText(FilePath, "{\"torn");

        Assert.True(HistoryFile.TryAppend(FilePath, _ => Healthy, UsedFiles.None, out _));

        Assert.Equal(["{\"torn", System.Text.Encoding.UTF8.GetString(Healthy.ToLine()).TrimEnd('\n')], File.ReadAllLines(FilePath));
    }

    [Fact]
    public void File_is_created() => Assert.True(HistoryFile.TryAppend(FilePath, last => last is null ? Healthy : null, UsedFiles.None, out _) && File.Exists(FilePath));

    [Fact]
    public void Named_pipe_is_not_written_and_not_waited_for()
    {
        folder.MakePipe("h.jsonl");

        Assert.False(HistoryFile.TryAppend(FilePath, _ => Healthy, UsedFiles.None, out var problem));
        Assert.Equal("is not written: it is a named pipe; expected a regular file", problem);
    }

    [Theory]
    [InlineData("none/h.jsonl", "cannot be opened: No such file or directory")]
    [InlineData("", "cannot be opened: it is the path of a directory")]
    public void File_that_cannot_be_opened_is_reported(string name, string expected)
    {
        Assert.False(HistoryFile.TryAppend(folder[name] + (name.Length == 0 ? "/" : ""), _ => Healthy, UsedFiles.None, out var problem));
        Assert.Equal(expected, problem);
    }
}
