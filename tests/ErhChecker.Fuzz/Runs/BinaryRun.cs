using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Fuzz.Reference;
using ErhChecker.Testing.Checkers;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Inputs through the published binary: over TLS, with files, an agent and options, against the reference.</summary>
internal sealed class BinaryRun : IAsyncDisposable
{
    private const int Workers = 2;
    private const long MostKiB = 64 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5); // where a server may say nothing more
    private static readonly TimeSpan Late = Deadline + TimeSpan.FromSeconds(4); // the machine may have other things to do

    private readonly string binary;
    private readonly ConcurrentBag<Host> hosts = [];
    private long peak;
    private long longest;

    private BinaryRun(string binary) => this.binary = binary;

    /// <summary>The most memory that a run has taken, as seen while it ran.</summary>
    public long PeakKiB => Interlocked.Read(ref peak);

    /// <summary>The longest that a run has taken.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref longest));

    /// <summary>Starts the stand-in routers.</summary>
    public static async Task<BinaryRun> StartAsync(string binary)
    {
        if (!File.Exists(binary))
        {
            throw new FileNotFoundException($"there is no checker at {binary}: run ./build.sh publish first");
        }

        var run = new BinaryRun(binary);
        for (var at = 0; at < Workers; at++)
        {
            run.hosts.Add(new Host(new RouterStandIn(RouterAnswer.Of(""))));
        }

        return run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.Router.DisposeAsync();
            host.Folder.Dispose();
        }
    }

    /// <summary>One input; what is wrong, or null.</summary>
    public string? One(long seed)
    {
        if (!hosts.TryTake(out var host))
        {
            return "more runs at a time than there are stand-ins";
        }

        try
        {
            return One(new Dice(seed ^ 0x5eed), ReportGenerator.Make(seed), host);
        }
        finally
        {
            hosts.Add(host);
        }
    }

    private string? One(Dice dice, ReportCase made, Host host)
    {
        var input = made with
        {
            Controllers = [.. made.Controllers.Where(controller => Addresses.Bytes(controller) is not null)],
            NoTraversal = [.. made.NoTraversal.Where(id => id.Length > 0)], // an empty text in the file is no router's id
        };
        var isKnown = true;
        var answer = new RouterAnswer { Body = input.Report };
        if (dice.OneIn(8))
        {
            isKnown = false;
            answer = new RouterAnswer { RawHttp = Mutations.Of(dice, [.. "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8, .. input.Report]) };
        }
        else if (dice.OneIn(30))
        {
            isKnown = false;
            answer = RouterAnswer.Of(dice.Of(Fault.Close, Fault.Reset, Fault.Truncate, Fault.PlainHttp));
        }

        host.Router.Play(answer);
        using var peer = isKnown && dice.OneIn(12) ? new TlsPeer(dice, TlsRun.Http(input.Report)) : null;
        var mayMiss = peer is { IsHarmless: false };
        var config = Config(input, peer?.Port ?? host.Router.Port);
        if (dice.OneIn(10))
        {
            isKnown = false;
            config = Mutations.Of(dice, config);
        }

        File.WriteAllBytes(host.Folder["config.yml"], config);
        File.WriteAllBytes(host.Folder["nt.yml"], new YamlText(dice).Document(new List<(string, object?)> { ("routerIds", input.NoTraversal.Select(object? (id) => id).ToList()) }));
        host.WriteAgent(input.Agent);
        var isJson = dice.OneIn(2);
        List<string> arguments =
        [
            "-r", host.Folder["nt.yml"], "--timeout", (mayMiss ? Short : Deadline).TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "-t", input.SwitchTimeout.ToString(CultureInfo.InvariantCulture), "--output", isJson ? "json" : dice.Of("text", "none"),
        ];
        if (dice.OneIn(3))
        {
            arguments.AddRange(["-l", "DEBUG", "-f", host.Folder["check.log"]]);
        }

        var openSsl = MountNamespace.Missing is null && dice.OneIn(8) ? OpenSslConfigs.Make(dice) : null;
        var run = Run(host, arguments, openSsl);
        var isMissed = mayMiss && run.ExitCode == 1 && run.Error.Contains("unreachable: ", StringComparison.Ordinal);
        return Judge(run, isJson, isKnown && !isMissed ? ReferenceDecision.Of(input) : null)
            is { } problem ? $"{problem}{(peer is null ? "" : $"\nTLS: {peer.Done}")}\n{openSsl}" : null;
    }

    private string? Judge(Ended run, bool isJson, (int ExitCode, string State)? expected)
    {
        InterlockedMax(ref peak, run.PeakKiB);
        InterlockedMax(ref longest, run.Took.Ticks);
        var problem = run switch
        {
            { ExitCode: < 0 or > 1 } => "exit",
            { Took: var took } when took > Late => "late",
            { PeakKiB: > MostKiB } => "memory",
            _ when CheckerRun.TellsOfCrash(run.Output + run.Error) || run.Error.Contains("CRITICAL", StringComparison.Ordinal) => "crash",
            _ when expected is { } known && known.ExitCode != run.ExitCode => $"reference {known}",
            _ => null,
        };
        if (problem is null && isJson)
        {
            using var json = JsonDocument.Parse(run.Output);
            var state = json.RootElement.GetProperty("state").GetString();
            problem = expected is { } known && known.State != state ? $"state {state}, reference {known}" : null;
        }

        return problem is null ? null : $"{problem}: exit {run.ExitCode} after {run.Took.TotalMilliseconds:0} ms, {run.PeakKiB} KiB\n{run.Output}\n{run.Error}";
    }

    private static byte[] Config(ReportCase input, int port) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        ctrl:
          endpoints: [{string.Join(", ", input.Controllers.Select(host => host.Contains(':', StringComparison.Ordinal) ? $"'tls:[{host}]:443'" : $"'tls:{host}:443'"))}]
        web:
          - name: health-check
            bindPoints: [{"{"} interface: '127.0.0.1:{port}' {"}"}]
            apis: [{"{"} binding: health-checks {"}"}]

        """));

    private Ended Run(Host host, List<string> arguments, string? openSsl)
    {
        string[] through = openSsl is null ? [] : OpenSslPolicies.UnderText(openSsl, host.Folder);
        string[] command = [.. through, binary, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = host.Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = host.Folder["bin"] + ":/usr/bin:/bin";
        start.Environment["ROUTER_CONFIG_FILE_PATH"] = host.Folder["config.yml"];
        start.Environment["ZITI_BINARY_FILE_PATH"] = host.Folder["ziti"];
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        long peakKiB = 0;
        while (!process.WaitForExit(2))
        {
            peakKiB = Math.Max(peakKiB, ProcessStatus.PeakKiB(process.Id, binary));
            if (Stopwatch.GetElapsedTime(started) > Late + Late)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult(), Stopwatch.GetElapsedTime(started), peakKiB);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        var known = Interlocked.Read(ref target);
        while (value > known && Interlocked.CompareExchange(ref target, value, known) is var now && now != known)
        {
            known = now;
        }
    }

    private sealed record Ended(int ExitCode, string Output, string Error, TimeSpan Took, long PeakKiB);

    private sealed class Host
    {
        public Host(RouterStandIn router)
        {
            Router = router;
            Folder.WriteWillingSudo();
        }

        public RouterStandIn Router { get; }

        public TestFolder Folder { get; } = new();

        public void WriteAgent(byte[]? said)
        {
            if (said is null)
            {
                File.Delete(Folder["ziti"]);
                return;
            }

            Folder.WriteScript("ziti", $"exec cat {Folder.Write("said", said)}\n");
        }
    }
}
