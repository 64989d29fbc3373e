namespace ErhChecker.EndToEnd.Conformance;

/// <summary><c>python3 FILE</c>, as scripts around erhchecker.pyz run it: the same program in the same process.</summary>
public sealed class PythonTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>The file's path as it is typed, in the folder that holds it; the last is a symbolic link.</summary>
    public static TheoryData<string> Paths => ["{DIR}/erhchecker.pyz", "erhchecker.pyz", "./with spaces/it's erhchecker.pyz", "../{NAME}/erhchecker.pyz", "link"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Any_path_leads_to_the_file(string path)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        var name = Path.GetFileName(host.Folder.Path);

        var run = await RouterHost.CheckAsync(PythonStart(host, path
            .Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal).Replace("{NAME}", name, StringComparison.Ordinal)));

        Assert.True(run is { ExitCode: 1, State: "noLinks" }, run.ToString());
    }

    [Theory]
    [InlineData("-I")]
    [InlineData("-E")]
    [InlineData("-S")]
    [InlineData("-B")]
    public async Task Options_of_python_change_nothing(string option)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(PythonStart(host, "erhchecker.pyz", option));

        Assert.True(run is { ExitCode: 0, State: "healthy" }, run.ToString());
    }

    [Fact]
    public async Task Arguments_pass_through_unchanged()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        string[] arguments = ["--logFile", "", "--switchTimeout", " a  *b \\ $HOME ü\n"];

        var direct = await RouterHost.CheckAsync(host.Start(arguments));
        var throughPython = await RouterHost.CheckAsync(PythonStart(host, "erhchecker.pyz") with { Arguments = arguments });

        Assert.True(direct.ExitCode == 2, direct.ToString());
        Assert.Equal((direct.ExitCode, direct.Output, direct.Error), (throughPython.ExitCode, throughPython.Output, throughPython.Error));
    }

    /// <summary>keepalived's own timeout ends the process that it has started.</summary>
    [Fact]
    public async Task A_signal_reaches_the_check()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var checker = RunningChecker.Start(PythonStart(host, "erhchecker.pyz"));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        checker.Terminate();

        var run = await checker.WaitAsync(Limit);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SIGTERM", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chmod 0644 erhchecker.pyz", "Permission denied")]
    [InlineData("printf 'another machine' | dd of=erhchecker.pyz conv=notrunc bs=1 2>/dev/null", "Exec format error")]
    public async Task A_file_that_cannot_be_executed_gives_one_line_and_exit_1(string damage, string problem)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(PythonStart(host, "erhchecker.pyz", before: damage));

        Assert.True(run is { ExitCode: 1, Output: "" }, run.ToString());
        Assert.StartsWith($"ERROR - cannot execute 'erhchecker.pyz': {problem}; expected ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A shell copies the program into the folder, and becomes Python with it.</summary>
    private static CheckerStart PythonStart(RouterHost host, string path, string option = "-u", string before = "true") =>
        host.Start("--output", "json") with
        {
            Through =
            [
                "sh", "-c",
                """
                mkdir 'with spaces' && cp "$0" erhchecker.pyz && cp "$0" "with spaces/it's erhchecker.pyz" && ln -s erhchecker.pyz link || exit
                eval "$1"; path=$2; option=$3; shift 3
                shift
                exec python3 "$option" "$path" "$@"
                """,
                Repository.Checker, before, path, option,
            ],
        };
}
