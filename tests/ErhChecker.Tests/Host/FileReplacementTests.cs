using System.Net.Sockets;
using System.Text;
using ErhChecker.Host;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Host;

/// <summary>A file is replaced in one step or not at all.</summary>
[Collection(StandardErrorTests.Name)] // changes the umask
public sealed class FileReplacementTests : IDisposable
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a text that is longer than the new one")]
    public void The_file_has_the_new_content_alone(string? before)
    {
        if (before is not null)
        {
            folder.Write("status.json", before);
        }

        Assert.Equal("", Replace("status.json"));

        Assert.Equal("new", File.ReadAllText(folder["status.json"]));
        Assert.Equal(["status.json"], Names());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x3fu)] // 0077
    [InlineData(0x1ffu)] // 0777
    public void Everyone_may_read_it_whatever_the_umask(uint mask)
    {
        folder.Write("status.json", "old");
        File.SetUnixFileMode(folder["status.json"], UnixFileMode.UserRead);
        var usual = Posix.umask(mask);
        try
        {
            Assert.Equal("", Replace("status.json"));
        }
        finally
        {
            _ = Posix.umask(usual);
        }

        Assert.Equal(ReadableByAll, File.GetUnixFileMode(folder["status.json"]));
    }

    [Fact]
    public void A_reader_of_the_old_file_keeps_it()
    {
        folder.Write("status.json", "old");
        using var reader = new StreamReader(folder["status.json"]);

        Assert.Equal("", Replace("status.json"));

        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void What_a_killed_process_has_left_is_removed()
    {
        folder.Write(".status.json.new", "of a process that was killed");

        Assert.Equal("", Replace("status.json"));

        Assert.Equal(["status.json"], Names());
    }

    [Fact]
    public void A_folder_at_the_temporary_name_is_gone_around()
    {
        Directory.CreateDirectory(folder[".status.json.new"]);

        Assert.Equal("", Replace("status.json"));

        Assert.Equal([".status.json.new", "status.json"], Names());
        Assert.Equal("new", File.ReadAllText(folder["status.json"]));
    }

    [Fact]
    public void A_link_at_the_temporary_name_leads_nowhere()
    {
        folder.Write("secret", "untouched");
        File.CreateSymbolicLink(folder[".status.json.new"], folder["secret"]);

        Assert.Equal("", Replace("status.json"));

        Assert.Equal("untouched", File.ReadAllText(folder["secret"]));
        Assert.Equal(["secret", "status.json"], Names());
    }

    [Theory]
    [InlineData("data/target.json")]
    [InlineData("missing.json")]
    [InlineData("./second")]
    public void A_link_of_ones_own_stays_and_its_target_is_replaced(string target)
    {
        folder.Write("data/target.json", "old");
        File.CreateSymbolicLink(folder["second"], folder["data/../data/target.json"]);
        File.CreateSymbolicLink(folder["status.json"], target);

        Assert.Equal("", Replace("status.json"));

        Assert.Equal(target, new FileInfo(folder["status.json"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["status.json"]));
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(folder["status.json"], "other.json");
        File.CreateSymbolicLink(folder["other.json"], "status.json");

        Assert.Contains("too many levels of symbolic links", Replace("status.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_others_could_have_laid_is_refused()
    {
        folder.Write("secret", "untouched");
        var shared = Directory.CreateDirectory(folder["shared"]).FullName;
        File.CreateSymbolicLink(Path.Combine(shared, "status.json"), folder["secret"]);
        File.SetUnixFileMode(shared, (UnixFileMode)0x3ff); // 1777

        Assert.Contains("symbolic link", Replace("shared/status.json"), StringComparison.Ordinal);

        Assert.Equal("untouched", File.ReadAllText(folder["secret"]));
        Assert.Equal(["status.json"], Directory.EnumerateFileSystemEntries(shared).Select(Path.GetFileName));
    }

    // No test names a device of this host: a fault in the program would replace it for everyone.
    [Theory]
    [InlineData("is a directory")]
    [InlineData("is a named pipe")]
    [InlineData("is a socket")]
    public void Only_a_regular_file_is_replaced(string what)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (what)
        {
            case "is a directory":
                Directory.CreateDirectory(folder["status.json"]);
                break;
            case "is a named pipe":
                folder.MakePipe("status.json");
                break;
            default:
                socket.Bind(new UnixDomainSocketEndPoint(folder["status.json"]));
                break;
        }

        Assert.Contains(what, Replace("status.json"), StringComparison.Ordinal);

        Assert.Equal(["status.json"], Names());
    }

    [Theory]
    [InlineData("/no/such/folder/status.json", "No such file or directory")]
    [InlineData("/", "directory")]
    public void A_problem_names_its_reason(string path, string reason)
    {
        Assert.False(FileReplacement.TryReplace(path, "new"u8, out var problem));

        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_at_once_leave_one_complete_file_and_nothing_else()
    {
        var contents = Enumerable.Range(0, 50).Select(number => Encoding.ASCII.GetBytes(new string((char)('0' + number), 20_000))).ToArray();

        Parallel.ForEach(contents, new ParallelOptions { MaxDegreeOfParallelism = contents.Length }, content =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                Assert.True(FileReplacement.TryReplace(folder["status.json"], content, out var problem), problem);
                var seen = File.ReadAllBytes(folder["status.json"]);
                Assert.Contains(contents, whole => whole.AsSpan().SequenceEqual(seen));
            }
        });

        Assert.Equal(["status.json"], Names());
    }

    private string Replace(string name)
    {
        var isReplaced = FileReplacement.TryReplace(folder[name], "new"u8, out var problem);
        Assert.Equal(isReplaced, problem.Length == 0);
        return problem;
    }

    private IEnumerable<string?> Names() =>
        Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
