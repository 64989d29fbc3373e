using ErhChecker.Router;
using ErhChecker.Yaml;

namespace ErhChecker.Tests.Router;

/// <summary>Which listener answers health checks, and where it is reached.</summary>
public class WebListenersTests
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["HEALTH_HOST"] = "192.0.2.7",
        ["HEALTH_PORT"] = "8099",
        ["API"] = "health-checks",
        ["LISTENER"] = "health-check",
        ["EMPTY"] = "",
    };

    [Theory]
    //          the bind points                                                   where to ask
    [InlineData("[{interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{interface: '192.0.2.1:8081', address: '203.0.113.5:443'}]", "192.0.2.1:8081")] // where it listens
    [InlineData("[{address: '192.0.2.1:8081'}]", "192.0.2.1:8081")] // all there is
    [InlineData("[{interface: null, address: '192.0.2.1:8081'}]", "192.0.2.1:8081")]
    [InlineData("[{interface: '0.0.0.0:8081'}]", "127.0.0.1:8081")] // a wildcard is reached at the loopback
    [InlineData("[{interface: '[::]:8081'}]", "[::1]:8081 127.0.0.1:8081")] // Go listens on both, and IPv6 may be off
    [InlineData("[{interface: '[0:0:0:0:0:0:0:0]:8081'}]", "[::1]:8081 127.0.0.1:8081")]
    [InlineData("[{interface: ':8081'}]", "[::1]:8081 127.0.0.1:8081")] // Go's way to write it
    [InlineData("[{address: ':8081'}]", "[::1]:8081 127.0.0.1:8081")]
    [InlineData("[{interface: ':8081'}, {interface: '127.0.0.2:8082'}]", "[::1]:8081 127.0.0.1:8081 127.0.0.2:8082")]
    [InlineData("[{interface: '[::]:8081'}, {interface: '0.0.0.0:8081'}]", "[::1]:8081 127.0.0.1:8081")]
    [InlineData("[{interface: '[::ffff:0.0.0.0]:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{interface: '[::1]:8081'}]", "[::1]:8081")]
    [InlineData("[{interface: '[2001:db8::1]:8081'}]", "[2001:db8::1]:8081")]
    [InlineData("[{interface: 'localhost:8081'}]", "localhost:8081")]
    [InlineData("[{interface: 'ra.ziti.example:8081'}]", "ra.ziti.example:8081")]
    [InlineData("[{interface: '$HEALTH_HOST:${HEALTH_PORT}'}]", "192.0.2.7:8099")]
    [InlineData("[{interface: '127.0.0.1:1'}]", "127.0.0.1:1")]
    [InlineData("[{interface: '127.0.0.1:65535'}]", "127.0.0.1:65535")]
    [InlineData("[{interface: '127.0.0.1:8081'}, {interface: '127.0.0.2:8082'}]", "127.0.0.1:8081 127.0.0.2:8082")] // in order
    [InlineData("[{interface: '127.0.0.1:8081'}, {interface: '0.0.0.0:8081'}]", "127.0.0.1:8081")] // each once
    [InlineData("[{identity: {file: x.json}, service: y, address: 'z:1'}, {interface: '127.0.0.2:8082'}]", "127.0.0.2:8082")] // on the overlay
    [InlineData("[{identity: {env: ZITI_IDENTITY}, service: y, interface: '127.0.0.1:8081'}, {interface: '127.0.0.2:8082'}]", "127.0.0.2:8082")]
    [InlineData("[{identity: {cert: c, server_cert: s, key: k, ca: a}, interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")] // certificates of its own
    [InlineData("[{identity: {cert: c, file: null}, interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{identity: {}, interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{identity: file, interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{identity: null, interface: '127.0.0.1:8081'}]", "127.0.0.1:8081")]
    [InlineData("[{newAddress: 'x'}, {interface: '127.0.0.2:8082'}]", "127.0.0.2:8082")]
    [InlineData("[7, [], null, {interface: '127.0.0.2:8082'}]", "127.0.0.2:8082")]
    [InlineData("[{interface: '127.0.0.1:0'}]", "")]
    [InlineData("[{interface: '127.0.0.1:65536'}]", "")]
    [InlineData("[{interface: '127.0.0.1:-1'}]", "")]
    [InlineData("[{interface: '127.0.0.1:http'}]", "")]
    [InlineData("[{interface: '127.0.0.1'}]", "")]
    [InlineData("[{interface: '127.0.0.1:'}]", "")]
    [InlineData("[{interface: ':0'}]", "")]
    [InlineData("[{interface: ':'}]", "")]
    [InlineData("[{interface: '::8081'}]", "")]
    [InlineData("[{interface: '8081'}]", "")]
    [InlineData("[{interface: 8081}]", "")]
    [InlineData("[{interface: '*:8081'}]", "*:8081")] // a name as any: /etc/hosts may have it
    [InlineData("[{interface: '_x:8081'}]", "_x:8081")]
    [InlineData("[{interface: 'h+1:8081'}]", "h+1:8081")]
    [InlineData("[{interface: 'a234567890123456789012345678901234567890123456789012345678901234:8081'}]", "a234567890123456789012345678901234567890123456789012345678901234:8081")]
    [InlineData("[{interface: 'a:b:8081'}]", "")]
    [InlineData("[{interface: '[a:b]:8081'}]", "")]
    [InlineData("[{interface: \"a\\u2003b:8081\"}]", "")]
    [InlineData("[{interface: \"\\u00a0:8081\"}]", "")]
    [InlineData("[{interface: \"a\\u0085:8081\"}]", "")]
    [InlineData("[{interface: 'https://127.0.0.1:8081'}]", "")]
    [InlineData("[{interface: 'user@host:8081'}]", "")]
    [InlineData("[{interface: 'a b:8081'}]", "")]
    [InlineData("[{interface: \"127.0.0.1\\n:8081\"}]", "")]
    [InlineData("[{interface: '$UNSET:8081'}]", "")]
    [InlineData("[{interface: '${EMPTY}'}]", "")]
    [InlineData("[{interface: [127.0.0.1, 8081]}]", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("{interface: '127.0.0.1:8081'}", "")] // a list is wanted
    public void Bind_point_gives_the_endpoint(string bindPoints, string endpoints) =>
        Assert.Equal(endpoints, Endpoints(ConfigText.WithBindPoints(bindPoints)));

    [Theory]
    //          the listeners                                                                             where to ask
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}]", "a:1")] // whatever its name
    [InlineData("[{bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}]", "a:1")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: other}, {binding: health-checks, options: {}}]}]", "a:1")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: $API}]}]", "a:1")]
    [InlineData("[{name: health-check, bindPoints: [{interface: 'a:1'}], apis: [{binding: other}]}]", "")] // its name alone is not enough
    [InlineData("[{name: health-check, bindPoints: [{interface: 'a:1'}], apis: [{binding: Health-Checks}]}]", "")]
    [InlineData("[{name: health-check, bindPoints: [{interface: 'a:1'}], apis: []}]", "")]
    [InlineData("[{name: health-check, bindPoints: [{interface: 'a:1'}], apis: health-checks}]", "")]
    [InlineData("[{name: health-check, bindPoints: [{interface: 'a:1'}]}]", "")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: other}]}, {name: y, bindPoints: [{interface: 'b:2'}], apis: [{binding: health-checks}]}]", "b:2")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}, {name: y, bindPoints: [{interface: 'b:2'}], apis: [{binding: health-checks}]}]", "a:1 b:2")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}, {name: health-check, bindPoints: [{interface: 'b:2'}, {interface: 'c:3'}], apis: [{binding: health-checks}]}]", "b:2 c:3 a:1")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}, {name: $LISTENER, bindPoints: [{interface: 'b:2'}], apis: [{binding: health-checks}]}]", "b:2 a:1")]
    [InlineData("[7, null, [], {name: x, bindPoints: [{interface: 'a:1'}], apis: [7, {binding: health-checks}]}]", "a:1")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("listener", "")]
    [InlineData("{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: health-checks}]}", "")]
    public void Listener_with_a_health_checks_binding_is_used(string web, string endpoints) =>
        Assert.Equal(endpoints, Endpoints($"web: {web}\n"));

    [Theory]
    //          the listeners and why none of them tells where to ask
    [InlineData("[]", "expected a listener in 'web' whose 'apis' have 'binding: health-checks'")]
    [InlineData("[{name: x, bindPoints: [{interface: 'a:1'}], apis: [{binding: edge}]}]", "expected a listener in 'web' whose 'apis' have 'binding: health-checks'")]
    [InlineData("[{name: x, apis: [{binding: health-checks}]}]", "listener 'x' has no 'bindPoints': expected a list with 'interface: HOST:PORT'")]
    [InlineData("[{bindPoints: [], apis: [{binding: health-checks}]}]", "a listener without a name has no 'bindPoints': expected a list with 'interface: HOST:PORT'")]
    [InlineData("[{name: x, bindPoints: [{interface: '127.0.0.1:https'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface '127.0.0.1:https': the port 'https' is not a number from 1 to 65535")]
    [InlineData("[{name: x, bindPoints: [{interface: '127.0.0.1:0'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface '127.0.0.1:0': the port '0' is not a number from 1 to 65535")]
    [InlineData("[{name: x, bindPoints: [{interface: ':https'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface ':https': the port 'https' is not a number from 1 to 65535")]
    [InlineData("[{name: x, bindPoints: [{interface: 127.0.0.1}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface '127.0.0.1': the port is missing, expected HOST:PORT")]
    [InlineData("[{name: x, bindPoints: [{address: 'a b:8081'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with address 'a b:8081': the host 'a b' is not valid")]
    [InlineData("[{name: x, bindPoints: [{interface: 'https://h:8081'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface 'https://h:8081': the host 'https://h' is not valid")]
    [InlineData("[{name: x, bindPoints: [{interface: '$EMPTY'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface '$EMPTY': the value is empty or too long")]
    [InlineData("[{name: x, bindPoints: [{interface: [a, 1]}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point whose 'interface' is not a string: expected 'interface: HOST:PORT'")]
    [InlineData("[{name: x, bindPoints: [{newAddress: 'a:1'}, 7], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point without 'interface' and 'address': expected 'interface: HOST:PORT';"
        + " listener 'x' has a bind point without 'interface' and 'address': expected 'interface: HOST:PORT'")]
    [InlineData("[{name: x, bindPoints: [{identity: {file: y}, address: 'a:1'}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with an 'identity' of the overlay, which does not listen on this host")]
    [InlineData("[{name: x, bindPoints: [{interface: 1}, {interface: 2}, {interface: 3}, {interface: 4}, {interface: 5}, {interface: 6}, {interface: 7}], apis: [{binding: health-checks}]}]",
        "listener 'x' has a bind point with interface '1': the port is missing, expected HOST:PORT;"
        + " listener 'x' has a bind point with interface '2': the port is missing, expected HOST:PORT;"
        + " listener 'x' has a bind point with interface '3': the port is missing, expected HOST:PORT;"
        + " listener 'x' has a bind point with interface '4': the port is missing, expected HOST:PORT;"
        + " listener 'x' has a bind point with interface '5': the port is missing, expected HOST:PORT; 2 more")]
    public void Reason_for_a_missing_endpoint_is_reported(string web, string problem)
    {
        Assert.True(YamlDocument.TryParse($"web: {web}\n", out var document, out _));
        Assert.Empty(WebListeners.FindHealthEndpoints((YamlMap)document!, new ConfigValues(Variables)));
        Assert.Equal(problem, WebListeners.WhyNone((YamlMap)document!, new ConfigValues(Variables)));
    }

    [Fact]
    public void A_long_value_is_shown_in_part()
    {
        Assert.True(YamlDocument.TryParse($"web: [{{name: x, bindPoints: [{{interface: {new string('a', 500)}}}], apis: [{{binding: health-checks}}]}}]\n", out var document, out _));
        Assert.InRange(WebListeners.WhyNone((YamlMap)document!, new ConfigValues(Variables)).Length, 100, 300);
    }

    [Theory]
    [InlineData("127.0.0.1", "https://127.0.0.1:8081/health-checks")]
    [InlineData("::1", "https://[::1]:8081/health-checks")]
    [InlineData("ra.ziti.example", "https://ra.ziti.example:8081/health-checks")]
    public void An_endpoint_has_its_address(string host, string address) => Assert.Equal(address, new HealthEndpoint(host, 8081).Url);

    /// <summary>A name where it listens is one of this host; one that is advertised may be a NAT's.</summary>
    [Theory]
    [InlineData("[{interface: 'a:1'}]", true)]
    [InlineData("[{interface: 'a:1', address: 'b:1'}]", true)]
    [InlineData("[{address: 'a:1'}]", false)]
    [InlineData("[{interface: null, address: 'a:1'}]", false)]
    [InlineData("[{address: '192.0.2.1:1'}]", true)] // an address is used as it is
    public void An_interface_is_told_from_an_address(string bindPoints, bool isOwn)
    {
        Assert.True(YamlDocument.TryParse(ConfigText.WithBindPoints(bindPoints), out var document, out var problem), problem);
        Assert.Equal(isOwn, Assert.Single(WebListeners.FindHealthEndpoints((YamlMap)document!, new ConfigValues(Variables))).IsOwn);
    }

    private static string Endpoints(string yaml)
    {
        Assert.True(YamlDocument.TryParse(yaml, out var document, out var problem), problem);
        return string.Join(' ', WebListeners.FindHealthEndpoints((YamlMap)document!, new ConfigValues(Variables))
            .Select(endpoint => endpoint.Url["https://".Length..^HealthEndpoint.Path.Length]));
    }
}
