using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Health reports: right ones, odd ones, broken ones, and what decides beside them.</summary>
internal static class ReportGenerator
{
    private static readonly string[] Routers = ["r1", "r2", "XLr6KRd6g", "12345", "1e5", "true", "", "é", "\u001b[2J", "r 1"];

    private static readonly string[] Hosts =
    [
        "203.0.113.10", "203.0.113.11", "10.1.0.1", "127.0.0.1", "0.0.0.0", "255.255.255.255", "2001:db8::10", "2001:DB8:0:0::10", "::1", "::",
        "::ffff:203.0.113.10", "::ffff:cb00:710a", "fe80::1", "fe80::1%eth0", "2001:db8::1:2:3:4:5", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9",
        "010.1.0.1", "10.1", "1", "256.1.1.1", "0x7f.0.0.1", "ctrl.example.org", "", "::203.0.113.10", "64:ff9b::203.0.113.10", "1:2:3:4:5:6:203.0.113.10",
    ];

    private static readonly JsonSerializerOptions[] Forms =
    [
        new() { MaxDepth = 200, WriteIndented = true },
        new() { MaxDepth = 200 },
        new() { MaxDepth = 200, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static readonly byte[][] Recorded = Fixtures.RecordedReports();

    /// <summary>One case; the same seed gives the same.</summary>
    public static ReportCase Make(long seed)
    {
        var dice = new Dice(seed);
        var report = dice.Below(10) switch
        {
            0 when dice.OneIn(4) => Doubled(dice),
            < 6 => Serialized(dice, Report(dice)),
            6 => Mutations.Of(dice, Serialized(dice, Report(dice))),
            7 or 8 => Mutations.Of(dice, dice.Of<byte[]>(Recorded)),
            _ => dice.OneIn(3) ? dice.Bytes(40) : dice.Of<byte[]>(Recorded),
        };
        return new ReportCase
        {
            Report = report,
            NoTraversal = dice.Many(3, () => dice.Of<string>(Routers)),
            Controllers = dice.Many(3, () => dice.Of<string>(Hosts)),
            SwitchTimeout = dice.Of(600L, 600L, 0L, 1L, 40L, long.MaxValue),
            Agent = dice.OneIn(3) ? null : Agent(dice),
        };
    }

    /// <summary>Names given twice: the last counts, wherever it is.</summary>
    private static byte[] Doubled(Dice dice)
    {
        string Text(JsonNode? node) => Encoding.UTF8.GetString(Serialized(dice, node));
        var (first, second) = (Text(Report(dice) is JsonObject one ? one["data"] : null), Text(Report(dice) is JsonObject two ? two["data"] : new JsonObject()));
        var check = Text(Controller(dice));
        return Encoding.UTF8.GetBytes(dice.Below(3) switch
        {
            0 => $"{{\"data\":{first},\"data\":{second}}}",
            1 => $"{{\"data\":{{\"checks\":[{check}],\"checks\":[{Text(Controller(dice))},{Text(LinkHealth(dice))}]}}}}",
            _ => $"{{\"data\":{{\"checks\":[{check[..^1]},\"healthy\":{dice.Of("true", "false", "1")},\"lastCheckTime\":\"2026-11-22T10:00:40Z\"}},{Text(LinkHealth(dice))}]}}}}",
        });
    }

    private static byte[] Agent(Dice dice)
    {
        var number = dice.Of("0", "1", "2", "2", "3", "5", "00", "002", "99999999999999999999999", "-1", "", " 1", "1.5", "0x1");
        var text = dice.Of("", "no\n", "circuits (x):\n", "circuits\n", "\0\0", "circuits (7") + "circuits (" + number + ")" + dice.Of(":", ":\n\ncircuits (9):\n", "");
        var bytes = Encoding.UTF8.GetBytes(text);
        return dice.OneIn(4) ? Mutations.Of(dice, bytes) : dice.OneIn(20) ? dice.Bytes(100) : bytes;
    }

    private static byte[] Serialized(Dice dice, JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node, dice.Of<JsonSerializerOptions>(Forms));

    private static JsonNode? Report(Dice dice)
    {
        var checks = new List<JsonNode?>();
        if (!dice.OneIn(30))
        {
            checks.Add(Controller(dice));
        }

        if (!dice.OneIn(12))
        {
            checks.Add(LinkHealth(dice));
        }

        if (dice.OneIn(8))
        {
            checks.Add(dice.OneIn(2) ? Controller(dice) : LinkHealth(dice));
        }

        if (dice.OneIn(6))
        {
            checks.Add(dice.OneIn(3) ? Odd(dice) : new JsonObject { ["id"] = dice.Of("other", "controllerping", "link.health "), ["healthy"] = Odd(dice), ["details"] = Odd(dice) });
        }

        var data = new JsonObject { ["checks"] = new JsonArray([.. dice.Shuffled(checks)]), ["healthy"] = dice.OneIn(2) };
        if (dice.OneIn(40))
        {
            data["checks"] = Odd(dice);
        }

        return dice.Below(60) switch
        {
            0 => Odd(dice),
            1 => new JsonObject { ["data"] = Odd(dice) },
            2 => new JsonArray(data),
            3 => new JsonObject { ["Data"] = data },
            _ => new JsonObject { ["meta"] = new JsonObject(), ["data"] = data },
        };
    }

    private static JsonObject Controller(Dice dice)
    {
        var isUp = dice.OneIn(3);
        var check = new JsonObject { ["id"] = "controllerPing", ["healthy"] = dice.OneIn(25) ? Odd(dice) : isUp, ["lastCheckDuration"] = "4.344µs" };
        var age = dice.Of(0, 1, 39, 40, 41, 599, 600, 601, 100_000, -30);
        if (!dice.OneIn(15))
        {
            check["lastCheckTime"] = dice.OneIn(12) ? OddTime(dice) : Time(dice, age);
        }

        if (!isUp && !dice.OneIn(15))
        {
            check["failingSince"] = dice.OneIn(12) ? OddTime(dice) : Time(dice, 0);
        }

        if (dice.OneIn(3))
        {
            check["details"] = Odd(dice);
        }

        return Shuffled(dice, check);
    }

    /// <summary>So many seconds after a fixed moment, in one of the forms that RFC 3339 has for it.</summary>
    private static string Time(Dice dice, int seconds)
    {
        var moment = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddSeconds(seconds).ToOffset(TimeSpan.FromMinutes(dice.Of(0, 0, 0, 60, -330, 840)));
        var fraction = dice.Of("", "", "", ".0", ".000000001", ".5", ".123456789012");
        var zone = moment.Offset == TimeSpan.Zero && !dice.OneIn(4) ? "Z" : moment.ToString("zzz", CultureInfo.InvariantCulture);
        return moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + zone;
    }

    private static JsonNode? OddTime(Dice dice) => dice.Below(4) switch
    {
        0 => Odd(dice),
        _ => dice.Of(
            "", "yesterday", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22 10:00:00Z", "2026-02-29T10:00:00Z", "2024-02-29T10:00:00Z", "0001-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z",
            "2026-11-22T10:00:60Z", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00.1x", "2026-11-22T10:00:00+24:00", "2026-11-22T10:00:00+0100", "2026-11-22T10:00:00z",
            " 2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z ", "२०२६-11-22T10:00:00Z", "2026-11-22T10:00:00.٣Z", "2026-11-22T1０:00:00Z"),
    };

    private static JsonObject LinkHealth(Dice dice)
    {
        var check = new JsonObject { ["id"] = "link.health", ["healthy"] = dice.OneIn(25) ? Odd(dice) : dice.OneIn(2), ["lastCheckTime"] = Time(dice, 0) };
        switch (dice.Below(12))
        {
            case 0:
                break;
            case 1:
                check["details"] = null;
                break;
            case 2:
                check["details"] = Odd(dice);
                break;
            default:
                check["details"] = new JsonArray([.. dice.Many(4, () => dice.OneIn(40) ? Odd(dice) : Link(dice))]);
                break;
        }

        return Shuffled(dice, check);
    }

    private static JsonObject Link(Dice dice)
    {
        var link = new JsonObject();
        if (!dice.OneIn(10))
        {
            link["linkId"] = dice.OneIn(10) ? Odd(dice) : "5tVRQaGJ1kQwQkC6zZ1Bn3";
        }

        if (!dice.OneIn(10))
        {
            link["destRouterId"] = dice.OneIn(15) ? Odd(dice) : dice.Of<string>(Routers);
        }

        if (!dice.OneIn(10))
        {
            link["addresses"] = dice.OneIn(15) ? Odd(dice) : Connections(dice);
        }

        link["latency"] = dice.OneIn(5) ? Odd(dice) : 3271785.96875;
        return Shuffled(dice, link);
    }

    private static JsonObject Connections(Dice dice)
    {
        var connections = new JsonObject();
        foreach (var name in dice.Many(3, () => dice.Of("ack", "payload", "single", "link.default", "link.ack", "later", "")))
        {
            connections[name] = dice.OneIn(20) ? Odd(dice) : new JsonObject { ["localAddr"] = "tcp:10.0.0.1:1", ["remoteAddr"] = Remote(dice) };
        }

        return connections;
    }

    private static JsonNode? Remote(Dice dice)
    {
        if (dice.OneIn(20))
        {
            return Odd(dice);
        }

        var host = dice.Of<string>(Hosts);
        var bracketed = host.Contains(':', StringComparison.Ordinal) != dice.OneIn(20) ? $"[{host}]" : host;
        return dice.Of("tcp:", "tcp:", "udp:", "tls:", "", "tcp::", "tcp: ") + bracketed + dice.Of(":443", ":61031", ":443", ":0", ":65536", ":", "", ":4 3", ":+1", ":00443");
    }

    private static JsonNode? Odd(Dice dice) => dice.Below(12) switch
    {
        0 => null,
        1 => true,
        2 => false,
        3 => 0,
        4 => -1.5e300,
        5 => "",
        6 => "true",
        7 => new JsonArray(),
        8 => new JsonObject(),
        9 => new JsonArray(1, null, "x"),
        10 => Nested(dice.Of(2, 30, 60, 70)),
        _ => dice.Text(20, "a\0\u001b\n\u202eé€\ud83d\"\\"),
    };

    private static JsonArray Nested(int depth)
    {
        var outer = new JsonArray();
        var inner = outer;
        for (var level = 1; level < depth; level++)
        {
            var next = new JsonArray();
            inner.Add(next);
            inner = next;
        }

        return outer;
    }

    private static JsonObject Shuffled(Dice dice, JsonObject value)
    {
        if (!dice.OneIn(2))
        {
            return value;
        }

        var shuffled = new JsonObject();
        foreach (var (name, member) in dice.Shuffled(value.ToList()))
        {
            shuffled[name] = member?.DeepClone();
        }

        return shuffled;
    }
}
