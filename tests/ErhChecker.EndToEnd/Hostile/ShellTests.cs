namespace ErhChecker.EndToEnd.Hostile;

/// <summary>No shell reads the agent's path, and no text from outside reaches a terminal or a log as it is.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("ziti; touch {DIR}/pwned")]
    [InlineData("$(touch {DIR}/pwned)")]
    [InlineData("`touch {DIR}/pwned`")]
    [InlineData("ziti\ntouch {DIR}/pwned")]
    [InlineData("-c touch {DIR}/pwned")]
    public async Task The_agents_path_is_a_path(string path)
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteWillingSudo();

        var run = await RouterHost.CheckAsync(host.Start("--output", "json").PreferringOwnCommands().With(("ZITI_BINARY_FILE_PATH", path.Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal))));

        Assert.Equal((0, "draining"), (run.ExitCode, run.State));
        Assert.False(File.Exists(host.Folder["pwned"]));
    }

    /// <summary>The system's own 'p' functions once gave a file without a first line to a shell.</summary>
    [Fact, Requires<Root>]
    public async Task File_that_is_not_a_program_is_not_run_by_a_shell()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteExecutable("ziti", $"touch {host.Folder["pwned"]}\necho 'circuits (1):'\n");

        var run = await host.CheckAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(host.Folder["pwned"]));
    }

    /// <summary>Ids, addresses, paths and names, in every output at once.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Nothing_from_outside_moves_a_cursor_or_forges_a_line(string output)
    {
        const string evil = @"\u001b[2J\u009b31m\r\n2026-11-22 08:00:00 - INFO - forged\u2028\u202e\u0000\u007f";
        var report = Reports.Of(controllerUp: true, links: 1)
            .Replace("\"link-1\"", $"\"{evil}\"", StringComparison.Ordinal)
            .Replace("\"router-1\"", $"\"{evil}\"", StringComparison.Ordinal)
            .Replace("tcp:10.1.0.1:443", evil, StringComparison.Ordinal);
        await using var host = await RouterHost.StartAsync(report, controller: $"\"tls:{evil}:443\"");

        var run = await host.CheckAsync("--output", output, "-l", "DEBUG", "-f", host.Folder["check.log"], "-r", host.Folder["\u001b[2J\nforged"]);

        Assert.Equal(0, run.ExitCode);
        foreach (var text in new[] { run.Output, run.Error, host.Folder.Read("check.log") })
        {
            Assert.NotEqual("", text);
            Assert.DoesNotContain(text, letter => (char.IsControl(letter) && letter != '\n') || letter is '\u2028' or '\u202e');
            Assert.DoesNotContain("\n2026-11-22 08:00:00", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Argument_that_is_not_UTF8_is_rejected()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var run = await RouterHost.CheckAsync(host.Start() with { Through = ["sh", "-c", "exec \"$0\" \"$(printf '\\033[2J\\377')\""] });

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public async Task Variable_that_is_not_UTF8_is_logged_and_ignored()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var run = await RouterHost.CheckAsync(host.Start() with { Through = ["sh", "-c", "LOG_LEVEL=\"$(printf '\\033[2J\\377')\" exec \"$0\""] });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("LOG_LEVEL", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter != '\n');
    }
}
