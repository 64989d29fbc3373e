using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ErhChecker.Benchmarks.Router;
using ErhChecker.Benchmarks.Running;

namespace ErhChecker.Benchmarks.Cases;

/// <summary>A load balancer's probe, through a socket that starts a check for each connection, beside a probe of the router's own endpoint.</summary>
internal static class ProbeCase
{
    private const string Activator = "systemd-socket-activate";
    private const int Probes = 400;
    private const int AtOnce = 4;

    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n"u8.ToArray();

    public static CaseResult Run(string checker, StandIn router, int port, int turns)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        using var activator = Process.Start(new ProcessStartInfo(
            Activator, ["--accept", "--inetd", "--listen", $"127.0.0.1:{portText}", $"--setenv=ROUTER_CONFIG_FILE_PATH={router.Config}", checker, "probe"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        try
        {
            _ = activator.StandardError.ReadToEndAsync();
            AwaitFirst(port);
            var rows = Turns.Run(
                [new Contender(Contender.Checker, ["curl", "-sf", $"http://127.0.0.1:{portText}/"]) { HasPeak = false }, Contenders.CurlOnly(router.Url) with { HasPeak = false }],
                turns);
            return new CaseResult("probe", "a probe by curl, and curl of the router's own endpoint: wall time and curl's CPU time", rows)
            {
                Notes = [FormattableString.Invariant($"{Rate(port):0} probes a second, {AtOnce} at a time")],
            };
        }
        finally
        {
            activator.Kill();
            activator.WaitForExit();
        }
    }

    private static void AwaitFirst(int port)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Probe(port);
                return;
            }
            catch (SocketException) when (limit.Elapsed < TimeSpan.FromSeconds(10))
            {
                Thread.Sleep(20); // it does not listen yet
            }
        }
    }

    private static double Rate(int port)
    {
        var clock = Stopwatch.StartNew();
        Parallel.For(0, Probes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, _ => Probe(port));
        return Probes / clock.Elapsed.TotalSeconds;
    }

    private static void Probe(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Request);
        var response = new byte[1024];
        var length = 0;
        while (socket.Receive(response, length, response.Length - length, SocketFlags.None) is var count and > 0)
        {
            length += count;
        }

        if (!response.AsSpan(0, length).StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidOperationException("the probe is not healthy");
        }
    }
}
