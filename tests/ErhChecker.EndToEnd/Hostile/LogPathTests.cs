namespace ErhChecker.EndToEnd.Hostile;

/// <summary>The log's path is no way to write elsewhere: a link counts only where nobody else could have laid it.</summary>
public sealed class LogPathTests
{
    private const string Untouched = "untouched\n";
    private const int SomeoneElse = 54_321;

    [Theory]
    [InlineData("0777")]
    [InlineData("1777")]
    [InlineData("0775")]
    public async Task Link_in_a_folder_that_others_may_write_is_not_followed(string mode)
    {
        await using var host = await HostAsync(mode);
        File.CreateSymbolicLink(host.Folder["logs/check.log"], host.Folder["target"]);

        AssertRefused(await host.CheckAsync("-f", host.Folder["logs/check.log"]), host);
    }

    /// <summary>A link of one's own counts as far as its target does.</summary>
    [Theory]
    [InlineData("logs/check.log", "own")]
    [InlineData("logs/sub/check.log", "own")]
    [InlineData("logs/sub", "own/check.log")]
    public async Task Link_through_a_folder_that_others_may_write_is_not_followed(string target, string log)
    {
        await using var host = await HostAsync("1777");
        Directory.CreateDirectory(host.Folder["secret"]);
        File.CreateSymbolicLink(host.Folder["logs/sub"], host.Folder["secret"]);
        File.CreateSymbolicLink(host.Folder["logs/check.log"], host.Folder["target"]);
        File.CreateSymbolicLink(host.Folder["own"], target);

        AssertRefused(await host.CheckAsync("-f", host.Folder[log]), host);
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Folder["secret"]));
    }

    /// <summary>A descriptor of another user's process may be of a file that this user could only read.</summary>
    [Fact, Requires<Root>]
    public async Task Descriptor_of_another_users_process_is_not_opened()
    {
        await using var host = await HostAsync("0755");
        host.Folder.SetMode(".", "0755");
        using var other = System.Diagnostics.Process.Start(
            "setpriv", [$"--reuid={SomeoneElse}", $"--regid={SomeoneElse}", "--clear-groups", "sh", "-c", $"exec sleep 1000 7<{host.Folder["target"]}"]);
        try
        {
            var descriptor = $"/proc/{other.Id}/fd/7";
            await Until.TrueAsync(() => File.Exists(descriptor), "the other user has opened the file");

            AssertRefused(await host.CheckAsync("-f", descriptor), host);
        }
        finally
        {
            other.Kill();
        }
    }

    /// <summary>The kernel's links in /proc, whose text is no path.</summary>
    [Fact]
    public async Task Standard_output_may_be_the_log()
    {
        await using var host = await HostAsync("0755");

        var run = await host.CheckAsync("-f", "/dev/stdout");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("noLinks", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("noLinks", run.Output, StringComparison.Ordinal);
    }

    [Fact, Requires<Root>]
    public async Task A_link_in_another_users_folder_is_not_followed()
    {
        await using var host = await HostAsync("0755");
        File.CreateSymbolicLink(host.Folder["logs/check.log"], host.Folder["target"]);
        using var chown = System.Diagnostics.Process.Start("chown", [SomeoneElse.ToString(System.Globalization.CultureInfo.InvariantCulture), host.Folder["logs"]]);
        await chown.WaitForExitAsync();

        AssertRefused(await host.CheckAsync("-f", host.Folder["logs/check.log"]), host);
    }

    private static async Task<RouterHost> HostAsync(string mode)
    {
        var host = await RouterHost.StartAsync(Reports.NoLinks);
        host.Folder.Write("target", Untouched);
        Directory.CreateDirectory(host.Folder["logs"]);
        host.Folder.SetMode("logs", mode);
        return host;
    }

    private static void AssertRefused(CheckerRun run, RouterHost host)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.ErrorLines, line => line.Contains("symbolic link", StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.Contains("noLinks", StringComparison.Ordinal));
        Assert.Equal(Untouched, host.Folder.Read("target"));
    }
}
