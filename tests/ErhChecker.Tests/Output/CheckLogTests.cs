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
        using (var log = Released(Enum.Parse<LogLevel>(least), path))
        {
            log.Write(Enum.GetValues<LogLevel>().Select(level => new Diagnostic(level, $"at {level.Name()}")));
            Assert.Equal(least == "Debug", log.IsDebug);
        }

        Assert.Equal(written.Split(' ').Select(level => $"{level} - at {level}"), standardError.Lines);
        Assert.Equal(standardError.Lines, LogLines().Select(line => line["2026-11-22 08:00:00 - ".Length..]));
    }

    [Fact]
    public void A_line_in_the_file_begins_with_the_local_time()
    {
        var before = DateTime.Now.AddSeconds(-1);
        using (var log = Released(LogLevel.Info, path))
        {
            log.WriteVerdict(LogLevel.Info, "noLinks: a reason");
        }

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
            using var log = Released(LogLevel.Info, path);
            log.WriteVerdict(LogLevel.Info, $"check {check}");
        }

        Assert.Equal(
            ["what stood there", "INFO - check 0", "INFO - check 1", "INFO - check 2"],
            LogLines().Select(line => line.Split(" - ", 2)[^1]));
    }

    [Fact]
    public void The_file_is_written_as_it_is_named_and_holds_no_mark()
    {
        using (var log = Released(LogLevel.Info, path))
        {
            log.WriteVerdict(LogLevel.Info, "Zürich 👍");
        }

        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal((byte)'2', File.ReadAllBytes(path)[0]);
        Assert.EndsWith("Zürich 👍", LogLines()[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n2026-11-22 08:00:00 - CRITICAL - forged")]
    [InlineData("\u001b[2J\u001b[31mred\r\u2028\u202e")]
    public void No_line_can_be_forged(string text)
    {
        using (var log = Released(LogLevel.Info, path))
        {
            log.Write(new Diagnostic(LogLevel.Warning, text));
        }

        Assert.EndsWith($" - WARNING - {PlainText.Escape(text)}", Assert.Single(LogLines()), StringComparison.Ordinal);
        Assert.Equal([$"WARNING - {PlainText.Escape(text)}"], standardError.Lines);
    }

    [Fact]
    public void Braces_from_outside_stay_braces()
    {
        using (var log = Released(LogLevel.Info, path))
        {
            log.WriteVerdict(LogLevel.Info, "{0} {Name} {{x}} {@y:000} %s \\n");
        }

        Assert.EndsWith(" - INFO - {0} {Name} {{x}} {@y:000} %s \\n", LogLines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_at_WARNING_and_ERROR_is_kept_for_the_output_written_or_not()
    {
        using var log = Released(LogLevel.Critical, null);
        log.Write(Enum.GetValues<LogLevel>().Select(level => new Diagnostic(level, level.Name())));
        log.WriteVerdict(LogLevel.Error, "the verdict is no warning");

        Assert.Equal(["WARNING", "ERROR"], log.Warnings);
    }

    [Fact]
    public void Without_a_line_and_a_look_no_file_is_made()
    {
        using (Released(LogLevel.Info, path))
        {
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Without_a_file_there_is_standard_error()
    {
        using (var log = Released(LogLevel.Info, null))
        {
            log.WriteVerdict(LogLevel.Info, "noLinks");
            log.CheckFile();
            Assert.Empty(log.Warnings);
        }

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
            using var log = Released(LogLevel.Info, path);
            log.WriteVerdict(LogLevel.Info, "noLinks");
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
    public void What_goes_wrong_with_the_file_is_said_once_and_changes_nothing(string name, string problem)
    {
        MakeTraps();
        var log = Path.Combine(folder.Path, name);
        var text = $"the log file {log} {problem}; the check continues without it";

        using (var tried = Released(LogLevel.Debug, log))
        {
            tried.CheckFile();
            tried.Write(new Diagnostic(LogLevel.Debug, "one"));
            tried.Write(new Diagnostic(LogLevel.Warning, "two"));
            tried.WriteVerdict(LogLevel.Info, "three");
            tried.CheckFile();
            Assert.Equal([text, "two"], tried.Warnings.OrderBy(warning => warning.Length).Reverse());
        }

        Assert.Equal(
            [$"ERROR - {text}", "DEBUG - one", "WARNING - two", "INFO - three"],
            standardError.Lines.OrderBy(line => Array.IndexOf(["ERROR", "DEBUG", "WARNING", "INFO"], line.Split(' ')[0])));
        Assert.False(File.Exists(folder["secret"]));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_said_though_there_was_nothing_to_write()
    {
        using var log = Released(LogLevel.Info, folder["none/checker.log"]);
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
            using var log = Released(LogLevel.Info, name);
            log.WriteVerdict(LogLevel.Info, "noLinks");
            Assert.Empty(log.Warnings);
        }

        Assert.Equal(3, File.ReadAllLines(folder["elsewhere/target.log"]).Length);
    }

    [Fact]
    public void A_log_in_a_folder_that_everybody_writes_to_is_a_log()
    {
        MakeTraps();
        using var log = Released(LogLevel.Info, folder["everybodys/checker.log"]);
        log.WriteVerdict(LogLevel.Info, "noLinks");

        Assert.Empty(log.Warnings);
        Assert.Single(File.ReadAllLines(folder["everybodys/checker.log"]));
    }

    [Theory]
    [InlineData(8 * 1024, "")]
    [InlineData(8 * 1024 + 1, "… (cut, 8193 characters)")]
    [InlineData(200_000, "… (cut, 200000 characters)")]
    public void A_line_has_a_bound(int length, string more)
    {
        using (var log = Released(LogLevel.Info, path))
        {
            log.Write(new Diagnostic(LogLevel.Warning, new string('x', length)));
            log.WriteVerdict(LogLevel.Info, new string('y', length));
        }

        var bound = Math.Min(length, (8 * 1024) - System.Text.Encoding.UTF8.GetByteCount(more));
        Assert.Equal(
            [$"WARNING - {new string('x', bound)}{more}", $"INFO - {new string('y', bound)}{more}"],
            LogLines().Select(line => line.Split(" - ", 2)[^1]));
        Assert.Equal(LogLines().Select(line => line.Split(" - ", 2)[^1]), standardError.Lines);
    }

    [Fact]
    public void A_line_has_its_bound_after_it_was_escaped()
    {
        using (var log = Released(LogLevel.Info, path))
        {
            log.WriteVerdict(LogLevel.Info, new string('\u0001', 8 * 1024));
            log.WriteVerdict(LogLevel.Info, new string('ü', 8 * 1024));
            log.WriteVerdict(LogLevel.Info, string.Concat(Enumerable.Repeat("👍", 8 * 1024)));
        }

        Assert.All(File.ReadAllText(path).Split('\n')[..^1], line =>
        {
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line.Split(" - ", 3)[2]), (8 * 1024) - 10, 8 * 1024);
            Assert.EndsWith(" characters)", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\ufffd', line);
        });
    }

    [Fact]
    public void Nothing_is_written_before_it_is_released_and_then_in_order()
    {
        using (var log = new CheckLog(LogLevel.Debug, path, Deadline.Never))
        {
            log.Write(new Diagnostic(LogLevel.Debug, "one"));
            log.Write(new Diagnostic(LogLevel.Error, "two"));
            Assert.Empty(standardError.Lines);
            Assert.False(File.Exists(path));
            Assert.Equal(["two"], log.Warnings);

            log.Release();
            log.Write(new Diagnostic(LogLevel.Debug, "three"));
        }

        Assert.Equal(["DEBUG - one", "ERROR - two", "DEBUG - three"], standardError.Lines);
        Assert.Equal(standardError.Lines, LogLines().Select(line => line["2026-11-22 08:00:00 - ".Length..]));
    }

    [Theory]
    [InlineData("a cut li", "a cut li\n")]
    [InlineData("whole\n", "whole\n")]
    [InlineData("", "")]
    public void A_line_is_not_glued_to_one_that_a_full_disk_has_cut(string before, string kept)
    {
        File.WriteAllText(path, before);
        using (var log = Released(LogLevel.Info, path))
        {
            log.WriteVerdict(LogLevel.Info, "one");
            log.WriteVerdict(LogLevel.Info, "two");
        }

        var text = File.ReadAllText(path);
        Assert.StartsWith(kept, text, StringComparison.Ordinal);
        Assert.Matches(@"^20[^\n]* - INFO - one\n20[^\n]* - INFO - two\n$", text[kept.Length..]);
    }

    [Fact]
    public void A_fault_of_the_program_has_its_stack_trace_in_the_file_alone()
    {
        using (var log = Released(LogLevel.Info, path))
        {
            try
            {
                throw new InvalidOperationException("a\nreason");
            }
            catch (InvalidOperationException failed)
            {
                CrashReport.Write(failed, 0, log);
            }
        }

        var line = Assert.Single(standardError.Lines);
        Assert.StartsWith("CRITICAL - internal error in erhchecker, exit 0; please report it with the stack trace from the log file", line, StringComparison.Ordinal);
        Assert.True(LogLines().Length > 2);
        Assert.All(LogLines(), each => Assert.Contains(" - CRITICAL - ", each, StringComparison.Ordinal));
        Assert.Contains(LogLines(), each => each.Contains(nameof(A_fault_of_the_program_has_its_stack_trace_in_the_file_alone), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "please report it; a log file (-f) gets the stack trace too")]
    [InlineData("/none/such/file.log", "please report it; a log file (-f) gets the stack trace too")]
    [InlineData("no log", "please report it with the command line")]
    public void A_fault_of_the_program_names_no_log_file_that_there_is_not(string? file, string request)
    {
        using var log = file == "no log" ? null : Released(LogLevel.Info, file);

        CrashReport.Write(new InvalidOperationException("a reason"), 1, log);

        Assert.EndsWith($"exit 1; {request}", standardError.Lines[^1], StringComparison.Ordinal);
    }

    /// <summary>Several checkers, each with the file open for itself, as processes have it.</summary>
    [Fact]
    public void Several_writers_share_a_file_without_loss_and_without_mixing()
    {
        const int Writers = 4;
        const int LinesEach = 100;
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            using var log = Released(LogLevel.Info, path);
            for (var line = 0; line < LinesEach; line++)
            {
                log.WriteVerdict(LogLevel.Info, $"{writer}-{line}-{new string((char)('a' + writer), 8000)}-end");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(
            Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, LinesEach)
                .Select(line => $"INFO - {writer}-{line}-{new string((char)('a' + writer), 8000)}-end")).Order(StringComparer.Ordinal),
            LogLines().Select(line => line.Split(" - ", 2)[^1]).Order(StringComparer.Ordinal));
    }

    /// <summary>A log that writes each line at once, as after the verdict.</summary>
    private static CheckLog Released(LogLevel least, string? path)
    {
        var log = new CheckLog(least, path, Deadline.Never);
        log.Release();
        return log;
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
