namespace ErhChecker.Fuzz.Generators;

/// <summary>Router configs whose meaning is known because it came first; and such whose bytes were changed, which mean anything.</summary>
internal static class ConfigGenerator
{
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
        var hosts = new List<string>();
        var ctrl = new List<(string Key, object? Value)>();
        if (dice.OneIn(2))
        {
            ctrl.Add(("endpoint", Controller(dice, hosts)));
        }

        if (dice.OneIn(2))
        {
            ctrl.Add(("endpoints", dice.Many<object?>(3, () => Controller(dice, hosts))));
        }

        byte[]? file = null;
        if (dice.OneIn(2))
        {
            var listed = dice.Many<object?>(3, () => Controller(dice, hosts, mayRefer: false));
            file = new YamlText(dice).Document(new List<(string, object?)> { (dice.Of("endpoints", "Endpoints", "ENDPOINTS"), listed) });
        }

        var root = dice.Shuffled(new List<(string Key, object? Value)>
        {
            ("v", "3"), ("ctrl", ctrl), ("web", web), ("identity", new List<(string, object?)> { ("cert", "/etc/router.cert") }), ("é\u20ac", null),
        });
        return new ConfigCase
        {
            Config = new YamlText(dice).Document(root),
            Endpoints = file,
            Environment = Variables,
            HealthEndpoints = [.. endpoints.OrderBy(listener => listener.IsUsual ? 0 : 1).SelectMany(listener => listener.Endpoints).Distinct(StringComparer.Ordinal)],
            Controllers = [.. hosts.Distinct(StringComparer.Ordinal)],
        };
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
            ("${CTRL_IP}", "203.0.113.77"), ("router-1.example.org", "router-1.example.org"), ("", "::1 127.0.0.1"), ("a b", null), ("$EMPTY", null), ("a/b", null), ("$HUGE", null), ("user@host", null));
        var (port, isPort) = dice.Of(("8081", true), ("443", true), ("65535", true), ("${PORT}", true), ("0", false), ("65536", false), ("", false), ("http", false), ("-1", false), ("$NOT_SET", false));
        var address = $"{host}:{port}";
        var hasIdentity = dice.OneIn(8);
        var point = new List<(string Key, object? Value)>();
        if (hasIdentity)
        {
            point.Add(("identity", new List<(string, object?)> { ("file", "x") }));
        }

        point.Add((dice.OneIn(4) ? "address" : "interface", address));
        if (dice.OneIn(2) && point[^1].Key == "interface")
        {
            point.Add(("address", "198.51.100.9:18081"));
        }

        if (!hasIdentity && reached is not null && isPort)
        {
            found.AddRange(reached.Split(' ').Select(one => $"{one} {(port == "${PORT}" ? "8081" : port)}"));
        }

        return dice.Shuffled(point);
    }

    private static string? Controller(Dice dice, List<string> hosts, bool mayRefer = true)
    {
        var (text, host) = dice.Of(
            ("tls:203.0.113.10:443", "203.0.113.10"), ("tls:[2001:db8::10]:443", "2001:db8::10"), ("tls:ctrl.example.org:6262", "ctrl.example.org"),
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
