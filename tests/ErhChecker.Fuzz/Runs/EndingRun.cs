using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Host;

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// Checks of the published binary whose deadline or SIGTERM comes at a random moment, from the start of its
/// supervisor to the last instruction. Each must end in time, never by a signal, with 0 only if it can have had the whole report,
/// and with a line wherever it ends with 1.
/// </summary>
internal sealed class EndingRun : IDisposable
{
    /// <summary>How many checks run at a time unless told otherwise; most of the time they wait.</summary>
    public const int Workers = 5;

    private const int Spread = 60_000; // microseconds; a check that nothing delays takes less
    private const int Kept = 10; // of the late ones

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    /// <summary>The time that a process which ended before its supervisor was seen may have taken to start.</summary>
    private static readonly TimeSpan ToStart = TimeSpan.FromMilliseconds(100);

    /// <summary>How many threads must have their turn, one after another, until a check has ended.</summary>
    private const int Turns = 3;

    private readonly Heartbeat heartbeat = new();
    private readonly string binary;
    private readonly ConcurrentBag<Place> places = [];
    private readonly ConcurrentDictionary<string, int> outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> late = new();
    private readonly ConcurrentQueue<double> overshoots = new(); // milliseconds after the deadline or the signal
    private readonly ConcurrentQueue<double> starts = new(); // milliseconds until the supervisor was seen
    private readonly ConcurrentQueue<double> controls = new(); // milliseconds by which a sleep(1) was late

    /// <param name="binary">The published program.</param>
    /// <param name="workers">How many checks run at a time.</param>
    public EndingRun(string binary, int workers = Workers)
    {
        this.binary = File.Exists(binary) ? binary : throw new FileNotFoundException($"there is no checker at {binary}: run ./build.sh publish first");
        for (var at = 0; at < workers; at++)
        {
            places.Add(new Place());
        }
    }

    /// <summary>What the router does with a check.</summary>
    private enum Manner
    {
        /// <summary>Responds at once.</summary>
        Whole,

        /// <summary>Responds after a delay.</summary>
        Slow,

        /// <summary>Accepts the connection and stays silent.</summary>
        HangTcp,

        /// <summary>Completes the TLS handshake, reads the request and stays silent.</summary>
        HangTls,

        /// <summary>Sends a part of the response.</summary>
        HangBody,
    }

    private enum Report
    {
        Healthy,
        NoLinks,
        Draining,
    }

    /// <summary>The outcomes and times so far.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {string.Join(", ", outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => $"{outcome.Key}: {outcome.Value}"))}
        ms until the supervisor runs: {Percentiles(starts)}
        ms from the deadline or SIGTERM to the end, where it came first: {Percentiles(overshoots)}
        ms by which sleep(1) ends late beside them, its start included: {Percentiles(controls)}, {controls.Count(each => each > Bound.TotalMilliseconds)} past the bound
        {late.Count} late, by less than this machine made threads wait{string.Concat(late.Take(Kept).Select(each => "\n  " + each))}
        """);

    public void Dispose()
    {
        heartbeat.Dispose();
        foreach (var place in places)
        {
            place.Dispose();
        }
    }

    /// <summary>One check; what is wrong, or null.</summary>
    public string? One(long seed)
    {
        if (!places.TryTake(out var place))
        {
            return "more runs at a time than there are places";
        }

        try
        {
            return One(new Dice(seed ^ 0xe4d), place);
        }
        finally
        {
            places.Add(place);
        }
    }

    /// <summary>What this machine makes of a program that only sleeps: as late is any.</summary>
    private void Control(Dice dice, Place place)
    {
        var time = TimeSpan.FromMicroseconds(1 + dice.Below(Spread));
        using var process = EndingProcess.Start(
            ["/bin/sleep", time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture)], place.Variables, "/dev/null", "/dev/null", place.FullPipe);
        controls.Enqueue(Milliseconds(process.Wait().At - process.Started) - time.TotalMilliseconds);
    }

    private string? One(Dice dice, Place place)
    {
        if (dice.OneIn(5))
        {
            Control(dice, place);
        }

        var report = dice.Of(Report.Healthy, Report.Healthy, Report.NoLinks, Report.Draining, Report.Draining, Report.Draining);
        var manner = dice.Of(Manner.Whole, Manner.Whole, Manner.Whole, Manner.Slow, Manner.HangTcp, Manner.HangTls, Manner.HangBody);
        var answer = ResponseWith(report);
        using var isServed = new ManualResetEventSlim();
        place.Peer.Play(manner switch
        {
            Manner.HangTcp => RouterAnswer.Of(Fault.HangTcp),
            Manner.HangTls => RouterAnswer.Of(Fault.HangTls),
            Manner.HangBody => new() { RawHttp = answer.AsMemory(0, dice.Below(answer.Length)), Fault = Fault.HangTls },
            _ => new()
            {
                RawHttp = answer,
                Delay = TimeSpan.FromMicroseconds(manner == Manner.Slow ? dice.Below(Spread) : 0),
                BeforeSent = isServed.Set, // the last byte is handed to the system, or about to be
            },
        });
        var agent = dice.Of(Agent.Hung, Agent.Busy, Agent.Idle);
        place.SetAgent(agent);
        var isSignalled = dice.OneIn(2);
        var after = dice.OneIn(10) ? dice.Below(4 * Spread) : dice.Below(Spread);
        var timeout = isSignalled && !dice.OneIn(10) ? TimeSpan.FromSeconds(10) : TimeSpan.FromMicroseconds(1000 + after);
        var hasLog = dice.OneIn(3);
        var isErrorFull = hasLog && dice.OneIn(3);
        var isJson = dice.OneIn(4);
        List<string> command = [binary, "--timeout", timeout.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture)];
        if (hasLog)
        {
            command.AddRange(["-f", place["log"]]);
            File.Delete(place["log"]);
        }

        if (isJson)
        {
            command.AddRange(["--output", "json"]);
        }

        if (dice.OneIn(6))
        {
            command.AddRange(["-l", "DEBUG"]);
        }

        var variables = place.Variables;
        using var process = EndingProcess.Start(command, variables, place["output"], isErrorFull ? null : place["error"], place.FullPipe);
        long sent = 0;
        var isReady = process.AwaitReady(isSignalled ? 200 : 1000);
        if (isSignalled && isReady)
        {
            EndingProcess.Pause(dice.Below(after + 1));
            sent = process.Send(Libc.SIGTERM);
            if (dice.OneIn(8))
            {
                _ = process.Send(Libc.SIGTERM);
            }
        }

        var end = process.Wait();
        var said = (isErrorFull ? "" : File.ReadAllText(place["error"])) + (hasLog && File.Exists(place["log"]) ? File.ReadAllText(place["log"]) : "");
        var problem = Judge(end, said, report, isServed.IsSet, agent) ?? place.Remains(report == Report.Draining ? agent : Agent.Idle) ?? Time(process, end, timeout, sent);
        outcomes.AddOrUpdate(
            (sent != 0 ? "SIGTERM, " : "deadline, ") + $"{(isServed.IsSet ? report.ToString() : manner.ToString())}, exit {end.ExitCode}", 1, (_, count) => count + 1);
        return problem is null
            ? null
            : $"{problem}: exit {end.ExitCode}, {report}, {manner}, agent {agent}, {string.Join(' ', command.Skip(1))}{(sent != 0 ? ", SIGTERM" : "")}\n{said}";
    }

    private static string? Judge(EndingEnd end, string said, Report report, bool isServed, Agent agent) => end switch
    {
        { IsHung: true } => "hung",
        { ExitCode: not (0 or 1) } => "exit",
        { ExitCode: 0 } when !isServed => "0 without a report",
        { ExitCode: 0 } when report == Report.NoLinks => "0 without links",
        { ExitCode: 1 } when !said.Contains("exit 1", StringComparison.Ordinal) => "1 without a line",
        { ExitCode: 1 } when said.Contains("drained:", StringComparison.Ordinal) && agent != Agent.Idle => "a drain ended without a count",
        { ExitCode: 1 } when report != Report.NoLinks && said.Contains("noLinks", StringComparison.Ordinal) => "links lost",
        _ when said.Contains("CRITICAL", StringComparison.Ordinal) || said.Contains("Unhandled", StringComparison.Ordinal) => "crash",
        _ => null,
    };

    private string? Time(EndingProcess process, EndingEnd end, TimeSpan timeout, long sent)
    {
        var deadline = process.Ready != 0
            ? process.Ready + Ticks(timeout)
            : process.Started + Ticks(ToStart + timeout);
        var from = sent != 0 ? Math.Min(sent, deadline) : deadline;
        if (process.Ready != 0)
        {
            starts.Enqueue(Milliseconds(process.Ready - process.Started));
        }

        if (end.At > from)
        {
            overshoots.Enqueue(Milliseconds(end.At - from));
        }

        var excess = Milliseconds(end.At - from) - Bound.TotalMilliseconds;
        if (excess <= 0)
        {
            return null;
        }

        var away = heartbeat.Longest(process.Started, end.At).TotalMilliseconds;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{excess:0.0} ms past the bound of the {(sent != 0 ? "SIGTERM" : "deadline")}; its main thread waited {end.Queued.TotalMilliseconds:0.0} ms for a processor, another program's thread {away:0.0} ms at a time");
        if (excess > end.Queued.TotalMilliseconds + (Turns * away))
        {
            return text;
        }

        late.Enqueue(text);
        return null;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    private static string Percentiles(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{sorted.Length} seen, median {sorted[sorted.Length / 2]:0.0}, 99 % {sorted[sorted.Length * 99 / 100]:0.0}, 99.9 % {sorted[sorted.Length * 999L / 1000]:0.0}, most {sorted[^1]:0.0}");
    }

    private static byte[] ResponseWith(Report report)
    {
        var isUp = report != Report.Draining;
        var since = isUp ? "" : ",\"failingSince\":\"2026-11-22T09:59:20Z\"";
        var links = report == Report.NoLinks ? "" : """{"linkId":"a","addresses":{"link.default":{"localAddr":"tcp:192.0.2.11:1","remoteAddr":"tcp:10.1.2.3:443"}}}""";
        var body = $$$"""
            {"data":{"checks":[
            {"details":null,"healthy":{{{(isUp ? "true" : "false")}}},"id":"controllerPing","lastCheckTime":"2026-11-22T10:00:00Z"{{{since}}}},
            {"details":[{{{links}}}],"healthy":true,"id":"link.health","lastCheckTime":"2026-11-22T10:00:00Z"}
            ],"healthy":true},"meta":{}}
            """;
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>What the ziti program does.</summary>
    private enum Agent
    {
        /// <summary>Prints nothing and does not end.</summary>
        Hung,

        /// <summary>Prints 9 circuits.</summary>
        Busy,

        /// <summary>Prints 1 circuit.</summary>
        Idle,
    }

    /// <summary>A folder and a server for one check at a time.</summary>
    private sealed class Place : IDisposable
    {
        private const string InMemory = "/dev/shm"; // what is written there waits for no disk that others keep busy

        private readonly TestFolder folder = new();
        private readonly string written;

        public Place()
        {
            written = Directory.Exists(InMemory) ? Directory.CreateDirectory(Path.Combine(InMemory, Path.GetFileName(folder.Path))).FullName : folder.Path;
            folder.Write("config.yml", string.Create(
                CultureInfo.InvariantCulture,
                $"ctrl:\n  endpoint: tls:203.0.113.10:443\nweb:\n  - name: health-check\n    bindPoints:\n      - interface: 127.0.0.1:{Peer.Port}\n    apis:\n      - binding: health-checks\n"));
            folder.WriteScript("ziti-hung", $"echo $$ > {this["agent"]}\nexec sleep 1000\n");
            folder.WriteScript("ziti-busy", "echo 'circuits (9):'\n");
            folder.WriteScript("ziti-idle", "echo 'circuits (1):'\n");
            folder.WriteWillingSudo();
            SetAgent(Agent.Hung);
        }

        public RouterStandIn Peer { get; } = new(RouterAnswer.Of(Fault.HangTcp));

        public Microsoft.Win32.SafeHandles.SafeFileHandle FullPipe { get; } = EndingProcess.FullPipe();

        public string[] Variables { get; private set; } = [];

        public string this[string name] => Path.Combine(name is "log" or "output" or "error" or "agent" ? written : folder.Path, name);

        public void SetAgent(Agent agent)
        {
            var program = agent switch { Agent.Hung => "ziti-hung", Agent.Busy => "ziti-busy", _ => "ziti-idle" };
            Variables = [$"PATH={this["bin"]}:/usr/bin:/bin", $"ROUTER_CONFIG_FILE_PATH={this["config.yml"]}", $"ZITI_BINARY_FILE_PATH={this[program]}"];
        }

        /// <summary>Whether the agent outlived the check: it has a moment to end, and is ended now.</summary>
        public string? Remains(Agent agent)
        {
            if (agent != Agent.Hung || !File.Exists(this["agent"]) || !int.TryParse(File.ReadAllText(this["agent"]), CultureInfo.InvariantCulture, out var process))
            {
                return null;
            }

            File.Delete(this["agent"]);
            for (var tries = 0; tries < 500; tries++)
            {
                if (!ProcessStatus.Runs(process))
                {
                    return null;
                }

                EndingProcess.Pause(1000);
            }

            _ = Libc.kill(process, Libc.SIGKILL);
            return "the agent was left behind";
        }

        public void Dispose()
        {
            Peer.Dispose();
            FullPipe.Dispose();
            folder.Dispose();
            if (written != folder.Path)
            {
                Directory.Delete(written, recursive: true);
            }
        }
    }
}
