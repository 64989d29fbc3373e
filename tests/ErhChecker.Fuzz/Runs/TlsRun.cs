using System.Globalization;
using System.Text;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Host;
using ErhChecker.Router;

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// TLS through the program's own binding to OpenSSL: whatever comes, the body is the one that was sent or there is none, and
/// it is there whenever nothing was wrong.
/// </summary>
internal static class TlsRun
{
    /// <summary>For a server that says nothing more; what is to come in any case is given more.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        var dice = new Dice(seed);
        var body = new byte[dice.OneIn(10) ? 60_000 : 1 + dice.Below(600)];
        Array.Fill(body, (byte)('a' + dice.Below(26)));
        using var peer = new TlsPeer(dice, Http(body));
        var said = "";
        try
        {
            var answer = HealthClient.Query([new("127.0.0.1", peer.Port)], Deadline.After(peer.IsHarmless ? Long : Short));
            said = answer.Problem;
            if (answer.Body is { } got)
            {
                return got.Span.SequenceEqual(body) ? null : $"another body than was sent, {got.Length} bytes instead of {body.Length}: {peer.Done}";
            }
        }
        catch (OperationCanceledException)
        {
            said = "late";
        }

        return peer.IsHarmless ? $"no answer ({said}): {peer.Done}" : null;
    }

    /// <summary>An answer as the router gives it.</summary>
    internal static byte[] Http(byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n")),
        .. body,
    ];
}
