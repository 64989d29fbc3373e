using System.Diagnostics;
using System.Globalization;
using ErhChecker.Decision;
using ErhChecker.Host;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The ziti agent, played by shell scripts: its number, or why there is none, and nothing left behind.</summary>
public sealed class ZitiAgentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TestFolder folder = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/bin:/bin",
        ["OF_THE_CHECKER"] = "5",
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    //          the agent                                                                        circuits, or why unknown
    [InlineData("echo 'circuits (7):'", "7")]
    [InlineData("printf 'circuits (0):\\n\\ndestinations (4):\\n'", "0")]
    [InlineData("echo 'circuits (2):'; exit 0", "2")]
    [InlineData("printf 'circuits (1'; printf '2):\\n'", "12")]
    [InlineData("echo hello; echo 'circuits (3):'; echo 'circuits (0):'", "3")]
    [InlineData("echo 'circuits (0):' >&2; echo 'circuits (5):'", "5")] // standard error is not read
    [InlineData("echo \"circuits ($OF_THE_CHECKER):\"", "5")] // its environment is the checker's
    [InlineData("read line || echo 'circuits (6):'", "6")] // there is nothing to type
    [InlineData("[ \"$*\" = 'agent router dump-routes --app-type router' ] && echo 'circuits (8):'", "8")]
    [InlineData("echo 'circuits (9):'; exit 1", "9, exit code 1")]
    [InlineData("echo 'circuits (9):'; exec sleep 600", "9, no exit code")]
    [InlineData("echo 'circuits (9):'; exec yes", "9, no exit code")]
    [InlineData("echo 'circuits (2):'; exit 1", "2, exit code 1")]
    [InlineData("echo 'circuits (1):'; head -c 300000 /dev/zero; exit 0", "1")] // more than a pipe holds
    [InlineData("head -c 300000 /dev/zero >&2; echo 'circuits (2):'", "2")]
    [InlineData("echo 'circuits (1):'; head -c 300000 /dev/zero; exit 4", "1, exit code 4")]
    [InlineData("echo 'circuits (1):'; exec 1>&-; sleep 0.05; exit 4", "1, exit code 4")]
    [InlineData("echo 'circuits (1):'; exit 1", "1, exit code 1")]
    [InlineData("exit 3", "{ZITI} exited with code 3")]
    [InlineData("echo 'no routers found' >&2; exit 1", "{ZITI} exited with code 1")]
    [InlineData("kill -9 $$", "{ZITI} exited with code 137")]
    [InlineData("exit 0", "the ziti agent's output contains no 'circuits (N)'")]
    [InlineData("echo 'circuits: 5'", "the ziti agent's output contains no 'circuits (N)'")]
    [InlineData("exec 1>&-; exec sleep 0.01", "the ziti agent's output contains no 'circuits (N)'")]
    [InlineData("exec yes", "the first 64 KiB of the ziti agent's output contain no 'circuits (N)'")]
    [InlineData("head -c 70000 /dev/zero; echo 'circuits (0):'", "the first 64 KiB of the ziti agent's output contain no 'circuits (N)'")]
    public void Agent_output_gives_a_count_or_unknown(string script, string told)
    {
        var ziti = folder.WriteScript("ziti", script);

        Assert.Equal(told.Replace("{ZITI}", ziti, StringComparison.Ordinal), Told(CountCircuits(ziti, Patience)));
    }

    [Theory]
    [InlineData("none", "cannot be run: No such file or directory")]
    [InlineData("none/ziti", "cannot be run: No such file or directory")]
    [InlineData("folder", "cannot be run: Permission denied")]
    [InlineData("text", "cannot be run: Permission denied")]
    [InlineData("text/ziti", "cannot be run: Not a directory")]
    public void A_program_that_cannot_be_run_leaves_the_number_unknown(string name, string problem)
    {
        Directory.CreateDirectory(folder["folder"]);
        folder.Write("text", "circuits (0):");

        Assert.Equal($"{folder[name]} {problem}", Told(CountCircuits(folder[name], Patience)));
    }

    [Theory]
    [InlineData("exec sleep 600")]
    [InlineData("echo 'circuits'; exec sleep 600")]
    [InlineData("trap '' TERM INT HUP; exec sleep 600")]
    [InlineData("exec 1>&-; exec sleep 600")]
    public void An_agent_that_hangs_is_ended_when_the_time_is_over(string script)
    {
        var ziti = folder.WriteScript("ziti", script);

        // By the check's own time, not by the agent's: on a busy machine in one of three tries.
        Assert.Contains(Enumerable.Range(0, 3), _ =>
        {
            var clock = Stopwatch.StartNew();
            var told = Told(CountCircuits(ziti, TimeSpan.FromMilliseconds(200)));
            return told == "the ziti agent did not respond in time" && clock.Elapsed < ZitiAgent.MaxWait; // it may not even be started
        });
    }

    [Fact]
    public void An_agent_is_given_2_s_whatever_the_check_has_left()
    {
        var clock = Stopwatch.StartNew();

        Assert.Equal("the ziti agent did not respond in time", Told(CountCircuits(folder.WriteScript("ziti", "exec sleep 600"), TimeSpan.FromMinutes(5))));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.95), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("echo 'circuits (5):'; ", false)]
    [InlineData("echo 'circuits (0):'; ", false)]
    [InlineData("exit 1", false)]
    [InlineData("wait", true)]
    public void Nothing_that_it_started_is_left_behind(string end, bool isLate)
    {
        var pids = folder["pids"];
        var ziti = folder.WriteScript("ziti", $"""
            sleep 600 >/dev/null &
            echo $! >>{pids}
            (trap '' TERM HUP; exec sleep 600 >/dev/null) &
            echo $! >>{pids}
            {end}
            """);

        CountCircuits(ziti, isLate ? TimeSpan.FromMilliseconds(500) : Patience);

        foreach (var pid in File.ReadAllLines(pids))
        {
            Assert.True(SpinWait.SpinUntil(() => !ProcessStatus.Runs(int.Parse(pid, CultureInfo.InvariantCulture)), Patience), $"process {pid} runs on");
        }
    }

    [Fact]
    public void A_check_that_is_ended_asks_no_longer() =>
        Assert.Equal("the ziti agent did not respond in time", Told(ZitiAgent.CountCircuits(ZitiAgent.DirectCommand(folder.WriteScript("ziti", "exec sleep 600")), environment, Deadline.After(TimeSpan.Zero))));

    private CircuitCount CountCircuits(string ziti, TimeSpan time) => ZitiAgent.CountCircuits(ZitiAgent.DirectCommand(ziti), environment, Deadline.After(time));

    private static string Told(CircuitCount circuits)
    {
        Assert.True(circuits.Queried);
        return (circuits.Number, circuits.AgentExitCode) switch
        {
            (null, _) => circuits.WhyUnknown,
            ({ } number, 0) => number.ToString(CultureInfo.InvariantCulture),
            ({ } number, { } exitCode) => string.Create(CultureInfo.InvariantCulture, $"{number}, exit code {exitCode}"),
            ({ } number, null) => string.Create(CultureInfo.InvariantCulture, $"{number}, no exit code"),
        };
    }
}
