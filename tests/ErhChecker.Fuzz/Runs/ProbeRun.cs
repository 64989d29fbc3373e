using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Probe;

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// Request heads through the published binary, in parts, from clients that close their side or do not: always a valid response,
/// or none to who has sent nothing, by the deadline, with exit 0.
/// </summary>
/// <param name="binary">The published program.</param>
internal sealed partial class ProbeRun(string binary)
{
    private const string Timeout = "0.3"; // seconds; what stays open waits for it
    private const string LongTimeout = "3";

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(8); // the machine may have other things to do

    /// <summary>One input; what is wrong, or null.</summary>
    public string? One(long seed) => One(seed, Timeout);

    private string? One(long seed, string timeout)
    {
        var dice = new Dice(seed ^ 0x90be);
        var (bytes, _) = RequestRun.Make(dice);
        bytes = dice.OneIn(4) ? bytes[..dice.Below(bytes.Length + 1)] : bytes;
        var closes = !dice.OneIn(10);
        var start = new ProcessStartInfo(binary, ["probe", "-c", "/nonexistent/config.yml", "--timeout", closes ? "10" : timeout])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        Send(dice, process.StandardInput, bytes, closes);
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Late))
        {
            process.Kill();
            return "not ended by its deadline";
        }

        var answer = output.GetAwaiter().GetResult();
        var problem = Problem(answer, Expected(bytes, closes));
        if (!closes && timeout == Timeout && problem is not null && Problem(answer, "408") is null)
        {
            return One(seed, LongTimeout); // on a busy machine the deadline may come before the request
        }

        return process.ExitCode == 0 && problem is null && !error.GetAwaiter().GetResult().Contains("   at ", StringComparison.Ordinal)
            ? null
            : $"exit {process.ExitCode}, {problem}, {error.GetAwaiter().GetResult()}: {Convert.ToHexString(bytes)}";
    }

    private static void Send(Dice dice, StreamWriter input, byte[] bytes, bool closes)
    {
        try
        {
            for (var at = 0; at < bytes.Length;)
            {
                var part = Math.Min(bytes.Length - at, 1 + dice.Below(dice.OneIn(4) ? 40 : 10_000));
                input.BaseStream.Write(bytes, at, part);
                input.BaseStream.Flush();
                at += part;
            }

            if (closes)
            {
                input.Close();
            }
        }
        catch (IOException)
        {
            // It has seen enough, and ended.
        }
    }

    /// <summary>The status, and the body's length where it is known; null where no response may come.</summary>
    private static string? Expected(byte[] bytes, bool closes) =>
        HttpRequestHead.Parse(bytes.AsSpan(0, Math.Min(bytes.Length, HttpRequestHead.MaxLength))) switch
        {
            { State: HttpRequestState.Complete, Method: "GET" or "HEAD" } => "503",
            { State: HttpRequestState.Complete } => "405",
            { State: HttpRequestState.TooLarge } => "431",
            { State: HttpRequestState.Invalid } => "400",
            _ when !closes => "408",
            _ => bytes.Length == 0 ? null : "400",
        };

    private static string? Problem(string output, string? status)
    {
        if (status is null || output.Length == 0)
        {
            return output.Length == 0 && status is null ? null : $"'{output}', expected {status ?? "nothing"}";
        }

        var response = Response.Match(output);
        var body = response.Groups["body"].Length;
        var length = response.Success ? int.Parse(response.Groups["length"].ValueSpan, CultureInfo.InvariantCulture) : -1;
        return response.Success && response.Groups["status"].Value == status && (body == length || (body == 0 && status == "503"))
            ? null
            : $"'{output}', expected {status}";
    }

    [GeneratedRegex(
        @"\AHTTP/1\.1 (?<status>[0-9]{3}) [A-Za-z ]+\r\nDate: [^\r\n]+ GMT\r\n([A-Za-z-]+: [^\r\n]+\r\n)*Content-Length: (?<length>[0-9]+)\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n(?<body>.*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Response { get; }
}
