using System.Globalization;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>The log, to standard error and to the file: one whole line each, and nothing that goes wrong with it matters.</summary>
[Collection(StandardErrorTests.Name)]
public sealed class CheckLogTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly StandardError standardError = new();
    private readonly string path;

    public CheckLogTests() => path = folder["checker.log"];

    public void Dispose()
    {
        standardError.Dispose();
        folder.Dispose();
    }

    [Theory]
    //          least level  what is written
    [InlineData("Debug", "DEBUG INFO WARNING ERROR CRITICAL")]
    [InlineData("Info", "INFO WARNING ERROR CRITICAL")]
    [InlineData("Warning", "WARNING ERROR CRITICAL")]
    [InlineData("Error", "ERROR CRITICAL")]
    [InlineData("Critical", "CRITICAL")]
    public void Lines_below_the_level_are_not_written(string least, string written)
    {
        var log = Log(Enum.Parse<LogLevel>(least), path);
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            Write(log, level, $"at {level.Name()}");
        }

        Assert.Equal(written.Split(' ').Select(level => $"{level} - at {level}"), standardError.Lines);
        Assert.Equal(standardError.Lines, LogLines().Select(line => line["2026-11-22 08:00:00 - ".Length..]));
    }

    [Fact]
    public void A_line_in_the_file_begins_with_the_local_time()
    {
        var before = DateTime.Now.AddSeconds(-1);
        var log = Log(LogLevel.Info, path);
        Write(log, LogLevel.Info, "noLinks: a reason");

        var line = Assert.Single(LogLines());
        Assert.EndsWith(" - INFO - noLinks: a reason", line, StringComparison.Ordinal);
        Assert.InRange(
            DateTime.ParseExact(line[..19], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), before, DateTime.Now);
    }

    [Fact]
    public void The_file_is_appended_to()
    {
        File.WriteAllText(path, "what stood there\n");
        for (var check = 0; check < 3; check++)
        {
            var log = Log(LogLevel.Info, path);
            Write(log, LogLevel.Info, $"check {check}");
        }

        Assert.Equal(
            ["what stood there", "INFO - check 0", "INFO - check 1", "INFO - check 2"],
            LogLines().Select(line => line.Split(" - ", 2)[^1]));
    }

    [Fact]
    public void The_file_is_written_as_it_is_named_and_holds_no_mark()
    {
        var log = Log(LogLevel.Info, path);
        Write(log, LogLevel.Info, "Zürich 👍");

        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal((byte)'2', File.ReadAllBytes(path)[0]);
        Assert.EndsWith("Zürich 👍", LogLines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_there_is_standard_error()
    {
        var log = Log(LogLevel.Info, null);
        Write(log, LogLevel.Info, "noLinks");
        log.CheckFile();
        Assert.Null(log.Problem);

        Assert.Equal(["INFO - noLinks"], standardError.Lines);
    }

    [Theory]
    [InlineData(0x12u, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)] // 022
    [InlineData(0x3fu, UnixFileMode.UserRead | UnixFileMode.UserWrite)] // 077
    [InlineData(0u, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void The_file_is_made_with_the_umask(uint mask, UnixFileMode mode)
    {
        var before = Posix.umask(mask);
        try
        {
            var log = Log(LogLevel.Info, path);
            Write(log, LogLevel.Info, "noLinks");
        }
        finally
        {
            _ = Posix.umask(before);
        }

        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("none/checker.log", "cannot be opened: No such file or directory")]
    [InlineData("folder", "cannot be opened: Is a directory")]
    [InlineData("folder/", "cannot be opened: it is the path of a directory")]
    [InlineData("file/checker.log", "cannot be opened: 'file' is not a directory")]
    [InlineData("pipe", "cannot be opened: No such device or address")] // nobody reads it
    [InlineData("loop", "cannot be opened: too many levels of symbolic links")]
    [InlineData("to-nowhere", "cannot be opened: No such file or directory")]
    [InlineData("/dev/full", "cannot be written: No space left on device")]
    [InlineData("everybodys/file/checker.log", "cannot be opened: 'file' is not a directory")]
    [InlineData("everybodys/link.log", "is not opened: 'link.log' is a symbolic link in a directory where other users may write")]
    [InlineData("everybodys/linked/checker.log", "is not opened: 'linked' is a symbolic link in a directory where other users may write")]
    public void File_error_is_logged_once_and_changes_nothing(string name, string problem)
    {
        MakeTraps();
        var log = Path.Combine(folder.Path, name);
        var text = $"the log file {log} {problem}; the check continues without it";

        var tried = Log(LogLevel.Debug, log);
        tried.CheckFile();
        Write(tried, LogLevel.Debug, "one");
        Write(tried, LogLevel.Warning, "two");
        Write(tried, LogLevel.Info, "three");
        tried.CheckFile();
        Assert.Equal(text, tried.Problem);

        Assert.Equal(
            [$"ERROR - {text}", "DEBUG - one", "WARNING - two", "INFO - three"],
            standardError.Lines.OrderBy(line => Array.IndexOf(["ERROR", "DEBUG", "WARNING", "INFO"], line.Split(' ')[0])));
        Assert.False(File.Exists(folder["secret"]));
    }

    [Fact]
    public void Unopenable_file_is_reported_even_without_a_line_to_write()
    {
        var log = Log(LogLevel.Info, folder["none/checker.log"]);
        log.CheckFile();
        log.CheckFile();

        Assert.Equal(
            $"ERROR - the log file {folder["none/checker.log"]} cannot be opened: No such file or directory; the check continues without it",
            Assert.Single(standardError.Lines));
    }

    [Fact]
    public void A_link_in_a_folder_that_only_its_owner_writes_to_is_followed()
    {
        Directory.CreateDirectory(folder["elsewhere"]);
        File.CreateSymbolicLink(path, folder["elsewhere/target.log"]);
        Directory.CreateSymbolicLink(folder["linked"], folder["elsewhere"]);
        foreach (var name in new[] { path, folder["linked/target.log"], folder["linked/../checker.log"] })
        {
            var log = Log(LogLevel.Info, name);
            Write(log, LogLevel.Info, "noLinks");
            Assert.Null(log.Problem);
        }

        Assert.Equal(3, File.ReadAllLines(folder["elsewhere/target.log"]).Length);
    }

    [Fact]
    public void A_log_in_a_folder_that_everybody_writes_to_is_a_log()
    {
        MakeTraps();
        var log = Log(LogLevel.Info, folder["everybodys/checker.log"]);
        Write(log, LogLevel.Info, "noLinks");

        Assert.Null(log.Problem);
        Assert.Single(File.ReadAllLines(folder["everybodys/checker.log"]));
    }

    [Theory]
    [InlineData(8 * 1024, "")]
    [InlineData(8 * 1024 + 1, "… (cut, 8193 characters)")]
    [InlineData(200_000, "… (cut, 200000 characters)")]
    public void A_line_has_a_bound(int length, string more)
    {
        var log = Log(LogLevel.Info, path);
        Write(log, LogLevel.Warning, new string('x', length));
        Write(log, LogLevel.Info, new string('y', length));

        var bound = Math.Min(length, (8 * 1024) - System.Text.Encoding.UTF8.GetByteCount(more));
        Assert.Equal(
            [$"WARNING - {new string('x', bound)}{more}", $"INFO - {new string('y', bound)}{more}"],
            LogLines().Select(line => line.Split(" - ", 2)[^1]));
        Assert.Equal(LogLines().Select(line => line.Split(" - ", 2)[^1]), standardError.Lines);
    }

    [Fact]
    public void A_line_has_its_bound_after_it_was_escaped()
    {
        var log = Log(LogLevel.Info, path);
        Write(log, LogLevel.Info, new string('\u0001', 8 * 1024));
        Write(log, LogLevel.Info, new string('ü', 8 * 1024));
        Write(log, LogLevel.Info, string.Concat(Enumerable.Repeat("👍", 8 * 1024)));

        Assert.All(File.ReadAllText(path).Split('\n')[..^1], line =>
        {
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line.Split(" - ", 3)[2]), (8 * 1024) - 10, 8 * 1024);
            Assert.EndsWith(" characters)", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\ufffd', line);
        });
    }

    [Theory]
    [InlineData("a cut li", "a cut li\n")]
    [InlineData("whole\n", "whole\n")]
    [InlineData("", "")]
    public void A_line_is_not_glued_to_one_that_a_full_disk_has_cut(string before, string kept)
    {
        File.WriteAllText(path, before);
        var log = Log(LogLevel.Info, path);
        Write(log, LogLevel.Info, "one");
        Write(log, LogLevel.Info, "two");

        var text = File.ReadAllText(path);
        Assert.StartsWith(kept, text, StringComparison.Ordinal);
        Assert.Matches(@"^20[^\n]* - INFO - one\n20[^\n]* - INFO - two\n$", text[kept.Length..]);
    }

    [Fact]
    public void An_internal_error_has_its_stack_trace_in_the_file_alone()
    {
        var log = Log(LogLevel.Info, path);
        try
        {
            throw new InvalidOperationException("a\nreason");
        }
        catch (InvalidOperationException failed)
        {
            LogLine[] line = [CrashReport.Line(failed, 0, hasLogFile: true)];
            log.WriteToStandardError(line);
            log.WriteToFile(line);
        }

        Assert.StartsWith("CRITICAL - internal error in erhchecker, exit 0; please report it with the stack trace from the log file", Assert.Single(standardError.Lines), StringComparison.Ordinal);
        Assert.True(LogLines().Length > 2);
        Assert.All(LogLines(), each => Assert.Contains(" - CRITICAL - ", each, StringComparison.Ordinal));
        Assert.Contains(LogLines(), each => each.Contains(nameof(An_internal_error_has_its_stack_trace_in_the_file_alone), StringComparison.Ordinal));
    }

    [Fact]
    public void An_internal_error_without_a_log_file_names_the_option_for_one() => Assert.EndsWith(
        "exit 1; please report it; a log file (-f) gets the stack trace too",
        CrashReport.Line(new InvalidOperationException("a reason"), 1, hasLogFile: false).Text,
        StringComparison.Ordinal);

    /// <summary>Several checkers, each with the file open for itself, as processes have it.</summary>
    [Fact]
    public void Several_writers_share_a_file_without_loss_and_without_mixing()
    {
        const int Writers = 4;
        const int LinesEach = 100;
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            var log = Log(LogLevel.Info, path);
            for (var line = 0; line < LinesEach; line++)
            {
                Write(log, LogLevel.Info, $"{writer}-{line}-{new string((char)('a' + writer), 8000)}-end");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(
            Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, LinesEach)
                .Select(line => $"INFO - {writer}-{line}-{new string((char)('a' + writer), 8000)}-end")).Order(StringComparer.Ordinal),
            LogLines().Select(line => line.Split(" - ", 2)[^1]).Order(StringComparer.Ordinal));
    }

    private static CheckLog Log(LogLevel least, string? path) => new(least, path, Deadline.Never);

    private static void Write(CheckLog log, LogLevel level, string text, Exception? failure = null)
    {
        LogLine[] line = [LogLine.Now(level, text, failure)];
        log.WriteToStandardError(line);
        log.WriteToFile(line);
    }

    private string[] LogLines() => File.ReadAllLines(path);

    private void MakeTraps()
    {
        Directory.CreateDirectory(folder["folder"]);
        folder.Write("file", "");
        folder.MakePipe("pipe");
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        File.CreateSymbolicLink(folder["to-nowhere"], folder["nowhere/checker.log"]);
        var everybodys = Directory.CreateDirectory(folder["everybodys"]);
        everybodys.UnixFileMode |= UnixFileMode.OtherWrite | UnixFileMode.StickyBit;
        folder.Write("everybodys/file", "");
        File.CreateSymbolicLink(folder["everybodys/link.log"], folder["secret"]);
        Directory.CreateSymbolicLink(folder["everybodys/linked"], folder.Path);
    }
}
