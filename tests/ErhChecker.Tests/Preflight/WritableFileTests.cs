using ErhChecker.Host;

namespace ErhChecker.Tests.Preflight;

/// <summary>Whether a file can be written, found out without writing.</summary>
public sealed class WritableFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("new.log", null)]
    [InlineData("old.log", null)]
    [InlineData("none/x.log", "cannot be opened: No such file or directory")]
    [InlineData("folder", "cannot be opened: Is a directory")]
    [InlineData("folder/", "cannot be opened: it is the path of a directory")]
    [InlineData("old.log/x", "cannot be opened: 'old.log' is not a directory")]
    [InlineData("link", null)]
    [InlineData("link-to-new", null)]
    [InlineData("link-to-nowhere", "cannot be opened: No such file or directory")]
    [InlineData("shared/link", "is not opened: 'link' is a symbolic link in a directory where other users may write")]
    [InlineData("link-to-folder", "cannot be opened: it is the path of a directory")]
    [InlineData("link-not-utf8", "is not opened: the target of the symbolic link 'link-not-utf8' is not valid UTF-8")]
    [InlineData("link-to-shared", "is not opened: 'link' is a symbolic link in a directory where other users may write")]
    public void A_file_to_append_to(string name, string? problem) => AssertProblem(problem, name, isReplaced: false);

    [Theory]
    [InlineData("new.json", null)]
    [InlineData("old.log", null)]
    [InlineData("none/x.json", "cannot be opened: No such file or directory")]
    [InlineData("folder", "is not replaced: it is a directory; expected a regular file")]
    [InlineData("pipe", "is not replaced: it is a named pipe; expected a regular file")]
    [InlineData("link", null)]
    [InlineData("link-to-new", null)]
    [InlineData("link-to-nowhere", "cannot be opened: No such file or directory")]
    [InlineData("link-to-pipe", "is not replaced: it is a named pipe; expected a regular file")]
    [InlineData("shared/link", "is not opened: 'link' is a symbolic link in a directory where other users may write")]
    public void A_file_to_replace(string name, string? problem) => AssertProblem(problem, name, isReplaced: true);

    /// <summary>A file is written under another name first.</summary>
    [Theory]
    [InlineData(245)]
    [InlineData(251)]
    [InlineData(255)]
    [InlineData(256)]
    public void The_length_of_a_name_is_judged_as_the_writing_meets_it(int length)
    {
        var path = folder[new string('n', length)];

        Assert.Equal(length <= 255 ? null : "cannot be opened: File name too long", WritableFile.WhyNot(path, WriteMode.Append));
        var problem = WritableFile.WhyNot(path, WriteMode.Replace);
        Assert.Equal(FileReplacement.TryReplace(path, "{}"u8, out _), problem is null);
        Assert.True(problem is null or "is not replaced: what it is cannot be determined: File name too long", problem);
    }

    [Theory, RequiresTool("chattr")]
    [InlineData("+a", "folder", "is not replaced: its directory is append-only (chattr +a)", null)]
    [InlineData("+i", "folder", "is not replaced: its directory is immutable (chattr +i)", null)]
    [InlineData("+a", "folder/file", "is not replaced: it is append-only (chattr +a)", null)]
    [InlineData("+i", "folder/file", "is not replaced: it is immutable (chattr +i)", "cannot be opened: Operation not permitted")]
    public void Attributes_that_forbid_it_are_named(string attribute, string name, string replaced, string? appended)
    {
        var file = folder.Write("folder/file", "");
        Assert.SkipUnless(Command.Succeeds("chattr", attribute, folder[name]), "requires root, and a file system with the attributes of chattr(1)");

        try
        {
            Assert.Equal(replaced, WritableFile.WhyNot(file, WriteMode.Replace));
            Assert.False(FileReplacement.TryReplace(file, "{}"u8, out _));
            Assert.Equal(appended, WritableFile.WhyNot(file, WriteMode.Append));
        }
        finally
        {
            Assert.True(Command.Succeeds("chattr", "-ai", folder[name]));
            Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder["folder"]));
        }
    }

    [Fact]
    public void Nothing_is_created_and_nothing_is_touched()
    {
        var log = folder.Write("old.log", "a line\n");
        var old = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(log, old);
        Directory.SetLastWriteTimeUtc(folder.Path, old);

        foreach (var mode in new[] { WriteMode.Append, WriteMode.Replace })
        {
            Assert.Null(WritableFile.WhyNot(log, mode));
            Assert.Null(WritableFile.WhyNot(folder["new.log"], mode));
        }

        Assert.Equal((old, old), (File.GetLastWriteTimeUtc(log), Directory.GetLastWriteTimeUtc(folder.Path)));
        Assert.Equal([log], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal("a line\n", File.ReadAllText(log));
    }

    private void AssertProblem(string? expected, string name, bool isReplaced)
    {
        folder.Write("old.log", "");
        Directory.CreateDirectory(folder["folder"]);
        folder.MakePipe("pipe");
        File.CreateSymbolicLink(folder["link"], "folder/../old.log");
        File.CreateSymbolicLink(folder["link-to-new"], "folder/new.json");
        File.CreateSymbolicLink(folder["link-to-nowhere"], "none/x.json");
        File.CreateSymbolicLink(folder["link-to-pipe"], "pipe");
        File.CreateSymbolicLink(folder["link-to-shared"], "shared/link");
        File.CreateSymbolicLink(folder["link-to-folder"], "new/");
        Assert.True(Command.Succeeds("sh", "-c", $"ln -s \"$(printf 'n\\376.log')\" '{folder["link-not-utf8"]}'"));
        var shared = Directory.CreateDirectory(folder["shared"]).FullName;
        File.CreateSymbolicLink(Path.Combine(shared, "link"), folder["old.log"]);
        File.SetUnixFileMode(shared, (UnixFileMode)0x3ff); // 1777

        var problem = WritableFile.WhyNot(Path.Combine(folder.Path, name), isReplaced ? WriteMode.Replace : WriteMode.Append);

        Assert.Equal(expected, problem);
    }
}
