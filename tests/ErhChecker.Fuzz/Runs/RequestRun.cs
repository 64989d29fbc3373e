using System.Text;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Probe;

namespace ErhChecker.Fuzz.Runs;

/// <summary>
/// Request heads through the program's parser, a part at a time: what is meant is accepted with its method, what is spoilt is
/// refused, and no part is decided before it can be.
/// </summary>
internal static class RequestRun
{
    private const string Target = "/abc?d=%20&e~";

    private static readonly string[] Spoilers =
        ["X : y", " X: y", "\tX: y", "no colon", ": y", "X\0: y", "X: \0", "X: a\rb", "X\u00e9: y", "X(: y", "Host: second"];

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        var dice = new Dice(seed);
        var (bytes, expected) = Make(dice);
        var whole = HttpRequestHead.Parse(bytes);
        if (expected is { } meant && whole != meant)
        {
            return $"{whole}; meant {meant}: {Shown(bytes)}";
        }

        if (whole.State == HttpRequestState.Complete && (whole.Length > HttpRequestHead.MaxLength || whole.Length > bytes.Length || whole.Method.Length == 0))
        {
            return $"{whole}: {Shown(bytes)}";
        }

        // As the bytes arrive: once it is decided, more bytes change nothing, and the end is that of the whole.
        var decided = HttpRequestHead.Parse([]);
        for (var length = 0; length < bytes.Length;)
        {
            length = Math.Min(bytes.Length, length + 1 + dice.Below(dice.Of(1, 20, 3000)));
            var part = HttpRequestHead.Parse(bytes.AsSpan(0, length));
            if (decided.State != HttpRequestState.Incomplete && part != decided)
            {
                return $"{decided}, then {part}: {Shown(bytes)}";
            }

            decided = part.State == HttpRequestState.TooLarge ? decided : part; // a reader stops there
        }

        return null;
    }

    /// <summary>A request and what it is, where that is known.</summary>
    public static (byte[] Bytes, HttpRequestHead? Expected) Make(Dice dice)
    {
        if (dice.OneIn(10))
        {
            return (dice.OneIn(2) ? dice.Bytes(300) : Encoding.Latin1.GetBytes(dice.Text(300, "GETHAD /HTP1.0:\r\n\r\n \t\0x")), null);
        }

        var method = dice.Of("GET", "GET", "HEAD", "POST", "OPTIONS", "get", "X-1");
        var minor = dice.Below(10);
        var end = dice.Of("\r\n", "\r\n", "\n");
        var fields = dice.Many(8, () => dice.Of("User-Agent: probe", "X:", "X: \u00e9\t\"", "Accept: */*", "Connection: close", $"Y: {dice.Text(2000, "abc ")}"));
        var hasHost = minor > 0 || dice.OneIn(2);
        if (hasHost)
        {
            fields.Add(dice.Of("Host: lb", "host:", "HOST: [::1]:8082"));
        }

        var isSpoilt = dice.OneIn(4);
        if (isSpoilt)
        {
            fields.Add(dice.Of<string>(hasHost ? Spoilers : Spoilers[..^1]));
        }

        var head = string.Concat(dice.Many(2, () => end))
            + $"{method} {Target[..(1 + dice.Below(Target.Length))]} HTTP/1.{minor}{end}"
            + string.Concat(dice.Shuffled(fields).Select(field => field + end)) + end;
        var bytes = Encoding.Latin1.GetBytes(head);
        if (dice.OneIn(4))
        {
            return (Mutations.Of(dice, bytes), null);
        }

        var state = isSpoilt ? HttpRequestState.Invalid : bytes.Length > HttpRequestHead.MaxLength ? HttpRequestState.TooLarge : HttpRequestState.Complete;
        var expected = state == HttpRequestState.Complete ? new HttpRequestHead(state, method, bytes.Length) : new HttpRequestHead(state);
        return ([.. bytes, .. dice.Bytes(100)], bytes.Length > HttpRequestHead.MaxLength && isSpoilt ? null : expected);
    }

    private static string Shown(byte[] bytes) => Encoding.Latin1.GetString(bytes).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
