using ErhChecker.Fuzz.Reference;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Router configs whose meaning is known because it came first; and such whose bytes were changed, which mean anything.</summary>
internal static class ConfigGenerator
{
    private const string LongLabel = "a234567890123456789012345678901234567890123456789012345678901234";

    private static readonly byte[][] Recorded = Fixtures.RecordedConfigs();

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["CTRL_IP"] = "203.0.113.77",
        ["PORT"] = "8081",
        ["EMPTY"] = "",
        ["LOOP"] = "$LOOP",
        ["HUGE"] = new('x', 5000),
    };

    /// <summary>One case; the same seed gives the same.</summary>
    public static ConfigCase Make(long seed)
    {
        var dice = new Dice(seed);
        return dice.Below(10) switch
        {
            < 6 => Known(dice),
            6 or 7 => Changed(dice, Known(dice)),
            8 => new ConfigCase { Config = Mutations.Of(dice, dice.Of<byte[]>(Recorded)), Environment = Variables },
            _ => Odd(dice),
        };
    }

    private static ConfigCase Changed(Dice dice, ConfigCase known) => new()
    {
        Config = Mutations.Of(dice, known.Config!),
        Endpoints = known.Endpoints is { } endpoints && dice.OneIn(2) ? Mutations.Of(dice, endpoints) : known.Endpoints,
        OlderEndpoints = known.OlderEndpoints,
        Environment = Variables,
    };

    private static ConfigCase Odd(Dice dice) => new()
    {
        Config = dice.Below(5) switch
        {
            0 => null,
            1 => dice.Bytes(200),
            2 => new YamlText(dice).Document(dice.Of<object?>(null, "", "text", new List<object?> { "a" })),
            3 => System.Text.Encoding.UTF8.GetBytes(dice.Of("web: &w [*w]", "a: &a [x,x]\nb: &b [*a,*a]\nweb: [*b,*b]", "web: {<<: *no}", "? [a]\n: b", "web:\n- <<: [{apis: 1}, {bindPoints: 2}]", new string('[', 100), string.Concat(Enumerable.Repeat("a: {", 70)), "web: [,]", "\u0001", "web: \"\\0\"", "- - - -", "!!binary x", "a: *a")),
            _ => [.. Enumerable.Repeat((byte)' ', (1024 * 1024) + 1)],
        },
        Environment = Variables,
        HealthEndpoints = [],
    };

    private static ConfigCase Known(Dice dice)
    {
        var endpoints = new List<(bool IsUsual, List<string> Endpoints)>();
        var web = dice.Many<object?>(3, () => Listener(dice, endpoints));
        List<string>? single = null;
        List<string>? several = null;
        var ctrl = new List<(string Key, object? Value)>();
        if (dice.OneIn(2))
        {
            ctrl.Add(("endpoint", Controller(dice, single = [])));
        }

        if (dice.OneIn(2))
        {
            several = [];
            ctrl.Add(("endpoints", dice.Many<object?>(3, () => Controller(dice, several))));
        }

        var (newer, older) = (EndpointsFile(dice), EndpointsFile(dice));
        var read = newer ?? older;
        if (dice.OneIn(6))
        {
            ctrl.Add(("endpointsFile", "endpoints"));
            read = older;
        }
        else if (dice.OneIn(6))
        {
            ctrl.Add(("dataDir", "elsewhere"));
            read = newer;
        }
        else if (dice.OneIn(6))
        {
            ctrl.Add(("dataDir", "."));
        }

        var hosts = read?.Hosts ?? single ?? several ?? [];
        var root = dice.Shuffled(new List<(string Key, object? Value)>
        {
            ("v", "3"), ("ctrl", ctrl), ("web", web), ("identity", new List<(string, object?)> { ("cert", "/etc/router.cert") }), ("é\u20ac", null),
        });
        return new ConfigCase
        {
            Config = new YamlText(dice).Document(root),
            Endpoints = newer?.Text,
            OlderEndpoints = older?.Text,
            Environment = Variables,
            HealthEndpoints = [.. endpoints.OrderBy(listener => listener.IsUsual ? 0 : 1).SelectMany(listener => listener.Endpoints).Distinct(StringComparer.Ordinal)],
            Controllers = [.. hosts.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>A file that the router keeps, or none; its hosts are null where it lists nothing, so that the config counts.</summary>
    private static (byte[] Text, List<string>? Hosts)? EndpointsFile(Dice dice)
    {
        if (dice.OneIn(2))
        {
            return null;
        }

        if (dice.OneIn(6))
        {
            return (System.Text.Encoding.UTF8.GetBytes(dice.Of("", "endpoints: [", "endpoints:\n", "- tls:203.0.113.99:1", "other: [tls:203.0.113.99:1]", "---\n---\nendpoints: [tls:203.0.113.99:1]")), null);
        }

        var hosts = new List<string>();
        var listed = dice.Many<object?>(3, () => Controller(dice, hosts, mayRefer: false));
        var text = new YamlText(dice).Document(new List<(string, object?)> { (dice.Of("endpoints", "Endpoints", "ENDPOINTS"), listed) });
        return (text, listed.TrueForAll(endpoint => endpoint is "") ? null : hosts);
    }

    private static List<(string Key, object? Value)> Listener(Dice dice, List<(bool IsUsual, List<string> Endpoints)> endpoints)
    {
        var name = dice.Of("health-check", "health-check", "all", "Health-Check", "");
        var apis = dice.Many(2, () => dice.Of("health-checks", "health-checks", "health-check", "edge", "HEALTH-CHECKS"));
        var found = new List<string>();
        var points = dice.Many<object?>(3, () => BindPoint(dice, found));
        if (apis.Contains("health-checks", StringComparer.Ordinal))
        {
            endpoints.Add((name == "health-check", found));
        }

        return dice.Shuffled(new List<(string Key, object? Value)>
        {
            ("name", name),
            ("bindPoints", points),
            ("apis", apis.ConvertAll(object? (binding) => new List<(string, object?)> { ("binding", binding), ("options", null) })),
        });
    }

    private static List<(string Key, object? Value)> BindPoint(Dice dice, List<string> found)
    {
        var (host, reached) = dice.Of(
            ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("[::]", "::1 127.0.0.1"), ("[::1]", "::1"), ("localhost", "localhost"), ("$CTRL_IP", "203.0.113.77"),
            ("${CTRL_IP}", "203.0.113.77"), ("router-1.example.org", "router-1.example.org"), ("", "::1 127.0.0.1"), ("a b", null), ("$EMPTY", null), ("a/b", null), ("a:b", null), ("_x", "_x"), ("h+1", "h+1"), (LongLabel, LongLabel), ("$HUGE", null), ("user@host", null));
        var (port, isPort) = dice.Of(("8081", true), ("443", true), ("65535", true), ("${PORT}", true), ("0", false), ("65536", false), ("", false), ("http", false), ("-1", false), ("$NOT_SET", false));
        var address = $"{host}:{port}";
        var isOverlay = dice.OneIn(8);
        var point = new List<(string Key, object? Value)>();
        if (isOverlay || dice.OneIn(6))
        {
            var certificates = new List<(string, object?)> { ("cert", "x"), ("server_cert", "y"), ("key", "z") };
            point.Add(("identity", isOverlay ? dice.Shuffled(certificates.Append((dice.Of("file", "env"), "x"))) : certificates));
        }

        point.Add((dice.OneIn(4) ? "address" : "interface", address));
        if (dice.OneIn(2) && point[^1].Key == "interface")
        {
            point.Add(("address", "198.51.100.9:18081"));
        }

        if (!isOverlay && reached is not null && isPort)
        {
            var isOther = point.TrueForAll(entry => entry.Key != "interface") && Addresses.Bytes(reached.Split(' ')[0]) is null;
            found.AddRange(reached.Split(' ').Select(one => $"{one} {(port == "${PORT}" ? "8081" : port)}{(isOther ? " (name)" : "")}"));
        }

        return dice.Shuffled(point);
    }

    private static string? Controller(Dice dice, List<string> hosts, bool mayRefer = true)
    {
        var (text, host) = dice.Of(
            ("tls:203.0.113.10:443", "203.0.113.10"), ("tls:[2001:db8::10]:443", "2001:db8::10"), ("tls:ctrl.example.org:6262", "ctrl.example.org"), ("tls:_x:1", "_x"), ("tls:h+1:1", "h+1"),
            ("tls:CTRL.example.org:443", "ctrl.example.org"), ("tcp:10.0.0.1:1", "10.0.0.1"), ("tls:203.0.113.10", null), ("tls:ctrl.example.org", null), ("", null),
            ("tls:$CTRL_IP:443", "203.0.113.77"), ("tls:${NOT_SET}:443", null), ("nonsense", null), ("tls:a b:443", null));
        if (text.Contains('$', StringComparison.Ordinal) && !mayRefer)
        {
            return "tls:203.0.113.10:443" is var plain && Add("203.0.113.10") ? plain : null;
        }

        return host is null || Add(host) ? text : null;

        bool Add(string known)
        {
            hosts.Add(known);
            return true;
        }
    }
}
