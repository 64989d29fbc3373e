using System.Text;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Bytes made worse.</summary>
internal static class Mutations
{
    private static readonly string[] Splinters =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\u0000", "\0", "\n", "\r\n", "\t", " ", "null", "true", "false",
        "0", "-1", "1e999", "99999999999999999999", "\u001b[2J", "\u202e", "é", "\ufeff", "<<", "&a ", "*a", "!!str ", "--- ", "# ", "- ", "? ", "|", ">",
        "$HOME", "${", "${X}", "%", "@", "'", "\"healthy\"", "\"id\"", "\"details\"", "\"data\"", "\"checks\"",
        "controllerPing", "link.health", "failingSince", "routerIds", "web", "apis", "health-checks",
    ];

    /// <summary>The bytes with up to some changes.</summary>
    public static byte[] Of(Dice dice, byte[] original, int most = 6)
    {
        var bytes = original.ToList();
        for (var left = 1 + dice.Below(most); left > 0; left--)
        {
            Change(dice, bytes);
        }

        return [.. bytes];
    }

    private static void Change(Dice dice, List<byte> bytes)
    {
        var at = dice.Below(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + dice.Below(dice.OneIn(4) ? 200 : 4));
        switch (dice.Below(8))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(dice.Of<string>(Splinters)));
                break;
            case 3:
                bytes.InsertRange(at, dice.Bytes(4));
                break;
            case 4 when at < bytes.Count:
                bytes[at] = (byte)dice.Below(256);
                break;
            case 5 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << dice.Below(8));
                break;
            case 6 when bytes.Count > 0:
                // A piece from elsewhere.
                var from = dice.Below(bytes.Count);
                bytes.InsertRange(at, bytes.GetRange(from, Math.Min(bytes.Count - from, 1 + dice.Below(60))));
                break;
            case 7 when dice.OneIn(4):
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.Insert(at, (byte)dice.Of('{', '}', '[', ']', '"', ','));
                break;
        }
    }
}
