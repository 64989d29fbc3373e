using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net;
using ErhChecker.Benchmarks.Router;
using ErhChecker.Benchmarks.Running;
using ErhChecker.Testing.Files;
using ErhChecker.Testing.Routers;

namespace ErhChecker.Benchmarks.Cases;

/// <summary>The cases.</summary>
/// <param name="checker">The published binary.</param>
/// <param name="folder">Where the cases' files go.</param>
/// <param name="turns">How often each program runs, or null for each case's own number.</param>
internal sealed class CaseRunner(string checker, TestFolder folder, int? turns)
{
    private const int UsualTurns = 50;
    private const int BusyProcesses = 40;
    private const double FilesGoal = 0.5; // ms
    private const double BinaryGoal = 9; // MB
    private const double PeakGoal = 18; // MB

    private readonly Contenders contenders = new(checker);
    private readonly Lazy<string> p256 = new(() => Certificates.WriteP256(folder));
    private readonly Lazy<string> rsa4096 = new(() => Certificates.WriteRsa4096(folder));

    /// <summary>The cases by name, in their order.</summary>
    public static IReadOnlyDictionary<string, Func<CaseRunner, CaseResult>> All { get; } = new Dictionary<string, Func<CaseRunner, CaseResult>>(StringComparer.Ordinal)
    {
        ["healthy"] = runner => runner.Healthy(),
        ["rsa4096"] = runner => runner.Rsa4096(),
        ["draining"] = runner => runner.Draining(),
        ["refused"] = runner => runner.Refused(),
        ["links"] = runner => runner.Links(),
        ["two"] = runner => runner.TwoAtOnce(),
        ["files"] = runner => runner.BothFiles(),
        ["cold"] = runner => runner.Cold(),
        ["probe"] = runner => runner.Probe(),
        ["row"] = runner => runner.InARow(),
        ["busy"] = runner => runner.Busy(),
    };

    private CaseResult Healthy()
    {
        using var router = StandIn.Start(folder, "healthy", Reports.Healthy, p256.Value);
        var before = router.CpuTime;
        var started = Stopwatch.GetTimestamp();
        var rows = Turns.Run([.. contenders.All(router), contenders.CheckerByOption(router.Config), contenders.Version], turns ?? UsualTurns);
        var busy = (router.CpuTime - before) / Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var result = new CaseResult("healthy", "one healthy check, 2 links, P-256 certificate, warm", rows);
        return result with
        {
            Notes = [Invariant($"the stand-in was busy {busy * 100:0} % of one processor: it is not what is waited for")],
            Goals =
            [
                .. Ratios(result, Contenders.Curl, 1.0), .. Ratios(result, Contenders.CurlJq, 0.5), .. Ratios(result, Contenders.Python, 1.0 / 15),
                new("peak memory", PeakGoal, result.Row(Contender.Checker).PeakMebibytes ?? 0, "MiB"),
                new("binary", BinaryGoal, new FileInfo(checker).Length / 1e6, "MB"),
            ],
        };
    }

    private CaseResult Rsa4096()
    {
        using var router = StandIn.Start(folder, "rsa4096", Reports.Healthy, rsa4096.Value);
        var result = new CaseResult("rsa4096", "one healthy check, RSA 4096 certificate as real routers have", Turns.Run(contenders.All(router), turns ?? UsualTurns));
        return result with { Goals = [.. Ratios(result, Contenders.Curl, 1.0)] };
    }

    private CaseResult Draining()
    {
        using var router = StandIn.Start(folder, "draining", Reports.Draining, p256.Value);
        var ziti = folder.WriteScript("ziti", "echo 'circuits (7):'\n");
        return new CaseResult("draining", "controller lost, links up: the agent is asked for its circuits", Turns.Run(
            [contenders.Checker(router.Config, ziti: ziti), Contenders.CurlOnly(router.Url), Contenders.PythonChecker(router.Config, ziti: ziti)],
            turns ?? UsualTurns))
        { Notes = ["curl asks no agent"] };
    }

    private CaseResult Refused()
    {
        var port = FreePort();
        var config = folder.Write("refused.yml", StandIn.ConfigFor(port));
        return new CaseResult("refused", "nothing listens there: the router is down", Turns.Run(
            [
                contenders.Checker(config, exitCode: 1),
                Contenders.CurlOnly(Invariant($"https://127.0.0.1:{port}/health-checks"), exitCode: 7),
                Contenders.PythonChecker(config, exitCode: 1),
            ],
            turns ?? UsualTurns));
    }

    private CaseResult Links()
    {
        const int step = 1000;
        const int steps = 5;
        var routers = Enumerable.Range(1, steps)
            .Select(count => StandIn.Start(folder, Invariant($"links{count * step}"), Reports.Of(controllerUp: true, count * step), p256.Value)).ToList();
        try
        {
            var most = routers[^1];
            var rows = Turns.Run(
                [
                    contenders.Checker(most.Config),
                    Contenders.CurlOnly(most.Url),
                    Contenders.CurlWithJq(most.Url),
                    Contenders.PythonChecker(most.Config),
                    .. routers.SkipLast(1).Select((router, at) => contenders.Checker(router.Config, name: Invariant($"erhchecker, {(at + 1) * step:#,0}"))),
                ],
                turns ?? UsualTurns);
            var result = new CaseResult("links", Invariant($"{steps * step:#,0} links, and the checker with {step:#,0} to {(steps - 1) * step:#,0}"), rows);
            var perStep = (result.Row(Contender.Checker).Cpu(0.5) - result.Row(Invariant($"erhchecker, {step:#,0}")).Cpu(0.5)) / (steps - 1);
            return result with
            {
                Goals = [.. Ratios(result, Contenders.Curl, 2.0), new("CPU per further 1,000 links", 2, perStep, "ms")],
            };
        }
        finally
        {
            routers.ForEach(router => router.Dispose());
        }
    }

    private CaseResult TwoAtOnce()
    {
        using var router = StandIn.Start(folder, "two", Reports.Healthy, p256.Value);
        IReadOnlyList<Contender> programs = [contenders.Checker(router.Config), Contenders.CurlOnly(router.Url)];
        var samples = programs.ToDictionary(program => program, _ => new List<Sample>());
        for (var turn = 0; turn < (turns ?? UsualTurns); turn++)
        {
            foreach (var program in programs)
            {
                var first = MeasuredProcess.Start(program);
                var second = MeasuredProcess.Start(program);
                var (one, other) = (first.Wait(program), second.Wait(program));
                samples[program].Add(new(Math.Max(one.Wall, other.Wall), one.Cpu + other.Cpu, one.MinorFaults + other.MinorFaults, one.MajorFaults + other.MajorFaults, one.ExitCode));
            }
        }

        return new CaseResult("two", "two checks at once: until both have ended, and both's CPU time", [.. programs.Select(program => new Series(program, samples[program], null))]);
    }

    private CaseResult BothFiles()
    {
        const int pairs = 200;
        const string memory = "/dev/shm"; // where /run is: a disk's time would hide the program's
        using var router = StandIn.Start(folder, "files", Reports.Healthy, p256.Value);
        var files = Directory.CreateDirectory(Path.Combine(memory, Path.GetRandomFileName()));
        try
        {
            var rows = Turns.Run([contenders.Checker(router.Config), contenders.CheckerWithFiles(router.Config, files.FullName)], turns ?? pairs);
            var more = rows[0].Samples.Zip(rows[1].Samples, (without, with) => with.Wall - without.Wall).Order().ToArray();
            return new CaseResult("files", "one healthy check that leaves a status file and a metrics file on tmpfs", rows)
            {
                Goals = [new("both files, wall over the check without them, median of the pairs", FilesGoal, more[more.Length / 2], "ms")],
            };
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    private CaseResult Cold()
    {
        using var router = StandIn.Start(folder, "cold", Reports.Healthy, p256.Value);
        var cache = new PageCache();
        return new CaseResult("cold", "one healthy check, its files out of the page cache", Turns.Run(
            [contenders.Checker(router.Config), Contenders.CurlOnly(router.Url), Contenders.PythonChecker(router.Config)],
            turns ?? UsualTurns, cache.Forget))
        { Notes = ["what a running process has mapped stays in memory: the C library, and OpenSSL, which the stand-in uses"] };
    }

    private CaseResult Probe()
    {
        using var router = StandIn.Start(folder, "probe", Reports.Healthy, p256.Value);
        return ProbeCase.Run(checker, router, FreePort(), turns ?? UsualTurns);
    }

    private CaseResult InARow()
    {
        const int part = 10;
        var checks = Math.Max(turns ?? 1000, part);
        using var router = StandIn.Start(folder, "row", Reports.Healthy, p256.Value);
        var program = contenders.Checker(router.Config);
        var filesBefore = Entries(folder.Path);
        var temporary = Directory.CreateDirectory(Path.Combine(folder.Path, "tmp"));
        var inFolder = program with { Variables = [.. program.Variables, $"TMPDIR={temporary.FullName}", $"HOME={temporary.FullName}"] };
        var samples = Enumerable.Range(0, checks).Select(_ => MeasuredProcess.Run(inFolder)).ToList();
        var first = new Series(program with { Name = "the first tenth" }, samples[..(checks / part)], null);
        var last = new Series(program with { Name = "the last tenth" }, samples[^(checks / part)..], null);
        var leftProcesses = Process.GetProcesses().Count(process => CommandOf(process).StartsWith(checker, StringComparison.Ordinal));
        var leftFiles = Entries(folder.Path) - filesBefore - 1;
        return new CaseResult("row", Invariant($"{checks:#,0} checks in a row"), [new Series(program, samples, null), first, last])
        {
            Notes = [Invariant($"left behind: {leftProcesses} processes, {leftFiles} files")],
            Goals = [new("left behind", 0, leftProcesses + leftFiles, "")],
        };
    }

    private CaseResult Busy()
    {
        const int checks = 100;
        const double timeout = 2000;
        using var router = StandIn.Start(folder, "busy", Reports.Healthy, p256.Value);
        // They look for this process now and then: killed, it could not end them.
        var spinning = new Contender("spinning", ["sh", "-c", Invariant(
            $"while kill -0 {Environment.ProcessId}; do i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; done")]);
        var load = Enumerable.Range(0, BusyProcesses).Select(_ => MeasuredProcess.Start(spinning)).ToList();
        try
        {
            var result = new CaseResult(
                "busy", Invariant($"{BusyProcesses} busy processes beside it"),
                Turns.Run([contenders.Checker(router.Config, seconds: "2") with { ExitCode = null }, Contenders.CurlOnly(router.Url)], turns ?? checks));
            var samples = result.Row(Contender.Checker).Samples;
            var late = samples.Count(sample => sample.ExitCode != 0 || sample.Wall > timeout);
            var lateRivals = result.Row(Contenders.Curl).Samples.Count(sample => sample.Wall > timeout);
            return result with
            {
                Notes =
                [
                    Invariant($"healthy inside {timeout:0} ms: {samples.Count - late} of {samples.Count}; the longest took {samples.Max(sample => sample.Wall):0} ms"),
                    Invariant($"curl inside {timeout:0} ms: {samples.Count - lateRivals} of {samples.Count}"),
                ],
                Goals =
                [
                    new($"wall by {Contenders.Curl}", 1.0, result.Row(Contender.Checker).Wall(0.5) / result.Row(Contenders.Curl).Wall(0.5), "×"),
                    new("late checks", 0, late, ""),
                ],
            };
        }
        finally
        {
            load.ForEach(process => process.Kill());
        }
    }

    private static IEnumerable<Goal> Ratios(CaseResult result, string rival, double atMost)
    {
        var (own, other) = (result.Row(Contender.Checker), result.Row(rival));
        yield return new($"wall by {rival}", atMost, own.Wall(0.5) / other.Wall(0.5), "×");
        yield return new($"CPU by {rival}", atMost, own.Cpu(0.5) / other.Cpu(0.5), "×");
    }

    private static int Entries(string path) => Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Count();

    private static string CommandOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
