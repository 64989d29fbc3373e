namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Folders and systems in which a file is hard to replace: it is written, or the reason is logged, and nothing is left beside it.</summary>
public sealed class ResultFolderTests
{
    private const string Untouched = "untouched\n";
    private const string WithoutProc = "mount -t tmpfs none /proc"; // an unnamed file gets its name through /proc

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory, Requires<FileAttributes>]
    [InlineData("results", "a", "its directory is append-only (chattr +a)")]
    [InlineData("results", "i", "its directory is immutable (chattr +i)")]
    [InlineData("results/status.json", "a", "it is append-only (chattr +a)")]
    [InlineData("results/status.json", "i", "it is immutable (chattr +i)")]
    public async Task A_protected_file_or_folder_is_named_and_gets_nothing(string name, string attribute, string reason)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);
        await File.WriteAllTextAsync(files.Status, Untouched);
        Assert.True(Command.Succeeds("chattr", $"+{attribute}", host.Folder[name]));
        try
        {
            var run = await host.CheckAsync("-s", files.Status);

            Assert.Equal((0, $"ERROR - the status file {files.Status} is not replaced: {reason}; the verdict stands\n"), (run.ExitCode, run.Error));
            Assert.Equal(Untouched, await File.ReadAllTextAsync(files.Status));
            Assert.Empty(files.Strays);
        }
        finally
        {
            Command.Succeeds("chattr", $"-{attribute}", host.Folder[name]);
        }
    }

    [Theory, Requires<Tracing>]
    [InlineData(250, false)]
    [InlineData(251, false)]
    [InlineData(255, false)]
    [InlineData(255, true)]
    public async Task A_long_name_is_written(int length, bool named)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var name = new string('s', length);

        var run = await RouterHost.CheckAsync(host.Start("-s", name) with { Through = named ? Injecting("linkat:error=ENOENT") : [] });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("healthy", host.Folder.Read(name), StringComparison.Ordinal);
        Assert.Equal(["config.yml", name], Names(host.Folder.Path));
    }

    /// <summary>As on a file system without permissions.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("fchmod:error=EPERM")]
    [InlineData("fchmod:error=EPERM", "linkat:error=ENOENT")]
    public async Task Where_the_mode_cannot_be_set_it_is_written(params string[] failures)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start(files.Options) with { Through = Injecting(failures) });

        Assert.Equal((0, "", "healthy"), (run.ExitCode, run.Error, files.State));
        Assert.Empty(files.Strays);
    }

    /// <summary>The system call filters of older container runtimes.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("pipe", "is a named pipe", "statx:error=EPERM")]
    [InlineData("pipe", "is a named pipe", "statx:error=ENOSYS")]
    [InlineData("folder", "is a directory", "statx:error=EPERM")]
    [InlineData("pipe", "cannot be determined: Input/output error", "statx:error=EIO")]
    [InlineData("config.yml", "is not written: it is the router's config", "statx:error=EPERM")]
    [InlineData("hard-link", "is not written: it is the router's config", "statx:error=EPERM")]
    public async Task Where_statx_is_refused_what_is_no_file_stays_what_it_is(string target, string reason, params string[] failures)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        Directory.CreateDirectory(host.Folder["folder"]);
        host.Folder.MakePipe("pipe");
        Assert.True(Command.Succeeds("ln", host.Folder["config.yml"], host.Folder["hard-link"]));
        var config = host.Folder.Read("config.yml");

        var run = await RouterHost.CheckAsync(host.Start("-s", target) with { Through = Injecting(failures) });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(reason, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.True(Command.Succeeds("test", "-p", host.Folder["pipe"]));
        Assert.Equal([config, config], [host.Folder.Read("config.yml"), host.Folder.Read("hard-link")]);
        Assert.Equal(["config.yml", "folder", "hard-link", "pipe"], Names(host.Folder.Path));
    }

    [Theory, Requires<Tracing>]
    [InlineData("EPERM")]
    [InlineData("ENOSYS")]
    public async Task Where_statx_is_refused_files_are_written(string error)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start([.. files.Options, "-f", host.Folder["check.log"]]) with { Through = Injecting($"statx:error={error}") });

        Assert.Equal((1, "noLinks"), (run.ExitCode, files.State));
        Assert.EndsWith($" - {Assert.Single(run.ErrorLines)}\n", host.Folder.Read("check.log"), StringComparison.Ordinal);
    }

    /// <summary>Without unnamed files what a killed check leaves has one name, whatever its process id was.</summary>
    [Theory, Requires<Tracing>]
    [InlineData("write:signal=KILL:when=2")]
    [InlineData("renameat:signal=KILL")]
    public async Task A_killed_check_leaves_one_name_that_the_next_removes(string moment)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var files = new ResultFolder(host.Folder);
        await host.CheckAsync("-s", files.Status);
        var before = await File.ReadAllTextAsync(files.Status);
        for (var turn = 0; turn < 3; turn++)
        {
            await RouterHost.CheckAsync(host.Start("-s", files.Status, "-l", "CRITICAL") with { Through = Injecting("linkat:error=ENOENT", moment) });

            Assert.Equal(before, await File.ReadAllTextAsync(files.Status));
            Assert.InRange(files.Strays.Length, 0, 1);
        }

        await RouterHost.CheckAsync(host.Start("-s", files.Status) with { Through = Injecting("linkat:error=ENOENT") });

        Assert.Equal("noLinks", files.State);
        Assert.Empty(files.Strays);
    }

    [Fact, Requires<MountNamespace>]
    public async Task Fifty_at_once_without_unnamed_files_leave_complete_ones()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);
        var start = host.Start([.. files.Options, "--timeout", "60"]) with { Through = MountNamespace.After(WithoutProc) };

        await files.AssertManyAtOnceAsync(start, 50, Limit);
    }

    /// <summary>What another user has left in a shared folder cannot be removed: the file is written all the same.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task A_temporary_name_that_is_taken_for_good_is_gone_around()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var files = new ResultFolder(host.Folder);
        Directory.CreateDirectory(Path.Combine(files.Folder, ".status.json.new", "kept"));

        var run = await RouterHost.CheckAsync(host.Start("-s", files.Status) with { Through = MountNamespace.After(WithoutProc) });

        Assert.Equal((0, "", "healthy"), (run.ExitCode, run.Error, files.State));
        Assert.Equal([".status.json.new"], files.Strays);
    }

    private static string[] Injecting(params string[] failures) =>
        ["strace", "-f", "-o", "/dev/null", "-e", "trace=linkat,renameat,fchmod,statx,newfstatat,write", .. failures.SelectMany(failure => new[] { "-e", $"inject={failure}" })];

    private static IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>A file system that has the attributes of chattr(1).</summary>
    private sealed class FileAttributes : IRequirement
    {
        private static readonly Lazy<string?> Reason = new(static () =>
        {
            using var folder = new TestFolder();
            var path = folder.Write("file", "");
            return Command.Exists("chattr") && Command.Succeeds("chattr", "+a", path) && Command.Succeeds("chattr", "-a", path)
                ? null
                : "requires root, and a file system with the attributes of chattr(1)";
        });

        public static string? Missing => Reason.Value;
    }
}
