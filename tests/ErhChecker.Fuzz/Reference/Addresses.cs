using System.Globalization;
using System.Text.RegularExpressions;

namespace ErhChecker.Fuzz.Reference;

/// <summary>Addresses as text, compared as sixteen bytes in hexadecimal; IPv4 stands where IPv6 maps it.</summary>
internal static partial class Addresses
{
    /// <summary>The host of <c>TYPE:HOST:PORT</c>, or of <c>IP:PORT</c>; null when it is neither.</summary>
    public static string? Host(string text)
    {
        var typed = Typed.Match(text);
        if (typed.Success && IsPort(typed.Groups["port"].Value))
        {
            return Bare(typed.Groups["host"].Value);
        }

        var untyped = Untyped.Match(text);
        return untyped.Success && IsPort(untyped.Groups["port"].Value) && Bytes(Bare(untyped.Groups["host"].Value)) is not null
            ? Bare(untyped.Groups["host"].Value)
            : null;
    }

    /// <summary>The bytes of a far end's address; nothing is decided by its port, so that may be missing.</summary>
    public static string? Remote(string text) =>
        Bytes(Host(text) ?? Unported.Match(text).Groups["host"].Value);

    /// <summary>The bytes of an IP address, or null when it is none. A zone does not count.</summary>
    public static string? Bytes(string host)
    {
        var zone = host.IndexOf('%', StringComparison.Ordinal);
        var address = zone < 0 ? host : host[..zone];
        if (V4(address) is { } four)
        {
            return "00000000000000000000ffff" + four;
        }

        return V6(address);
    }

    private static string? V4(string text)
    {
        var match = DottedV4.Match(text);
        if (!match.Success)
        {
            return null;
        }

        var hex = "";
        foreach (Capture part in match.Groups["part"].Captures)
        {
            if (part.Value.Length > 3 || (part.Value.Length > 1 && part.Value[0] == '0') || int.Parse(part.Value, CultureInfo.InvariantCulture) > 255)
            {
                return null;
            }

            hex += int.Parse(part.Value, CultureInfo.InvariantCulture).ToString("x2", CultureInfo.InvariantCulture);
        }

        return hex;
    }

    private static string? V6(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Groups(text, isLast: true) is { Length: 32 } whole ? whole : null;
        }

        var before = gap == 0 ? "" : Groups(text[..gap], isLast: false);
        var after = gap + 2 == text.Length ? "" : Groups(text[(gap + 2)..], isLast: true);
        return before is not null && after is not null && before.Length + after.Length <= 28
            ? before + new string('0', 32 - before.Length - after.Length) + after
            : null;
    }

    private static string? Groups(string text, bool isLast)
    {
        var hex = "";
        var groups = text.Split(':');
        for (var at = 0; at < groups.Length; at++)
        {
            if (isLast && at + 1 == groups.Length && V4(groups[at]) is { } four)
            {
                hex += four;
            }
            else if (groups[at].Length is > 0 and <= 4 && groups[at].All(char.IsAsciiHexDigit))
            {
                hex += groups[at].ToLowerInvariant().PadLeft(4, '0');
            }
            else
            {
                return null;
            }
        }

        return hex.Length <= 32 ? hex : null;
    }

    private static bool IsPort(string digits) => digits.Length <= 5 && int.Parse(digits, CultureInfo.InvariantCulture) is > 0 and <= 65535;

    private static string Bare(string host) => host.StartsWith('[') ? host[1..^1] : host;

    [GeneratedRegex(@"^[^:]+:(?<host>\[[^\[\]/@ \p{Cc}]+\]|[^\[\]/@ \p{Cc}]+):(?<port>[0-9]+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Typed { get; }

    [GeneratedRegex(@"^(?<host>\[[^\[\]/@ \p{Cc}]+\]|[^\[\]/@ \p{Cc}]+):(?<port>[0-9]+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Untyped { get; }

    [GeneratedRegex(@"^(?:[^:]*:)?[\[\]]*(?<host>.*?)[\[\]]*\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unported { get; }

    [GeneratedRegex(@"^(?<part>[0-9]+)(\.(?<part>[0-9]+)){3}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DottedV4 { get; }
}
