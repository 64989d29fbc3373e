using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErhChecker.Decision;
using ErhChecker.Output;
using ErhChecker.Tests.Support;
using NJsonSchema;

namespace ErhChecker.Tests.Output;

/// <summary>What <c>samples/output.schema.json</c> promises to those who read JSON, held to what is really written.</summary>
public class OutputSchemaTests
{
    private static readonly string Path = Repository.PathOf("samples", "output.schema.json");
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromFileAsync(Path));

    public static TheoryData<string> Results { get; } = [.. Samples.Results.Keys];

    /// <summary>Every object of the output, and every key in it.</summary>
    public static TheoryData<string, string> Keys { get; } = AllKeys();

    [Theory]
    [MemberData(nameof(Results))]
    public async Task The_output_of_every_state_is_valid(string name)
    {
        Assert.Equal([], await Faults(JsonOutput.Format(Samples.Results[name], [])));
        Assert.Equal([], await Faults(JsonOutput.Format(Samples.Results[name], ["a warning", "another"])));
    }

    [Fact]
    public async Task Extreme_values_are_valid()
    {
        CheckResult[] results =
        [
            Samples.Judged(Samples.Lost(-5), Samples.Links(), CircuitCount.Known(long.MaxValue)), // the clock was set back
            Samples.Judged(Samples.Lost(0.1m), Samples.Links(), CircuitCount.Known(0)),
            Samples.Judged(Facts.Controller(false, "garbage", "\u001b\ud800"), [new(new("", "", []), Exclusion.None)]),
            Samples.Results["drained-time-over"] with
            {
                Verdict = Decider.Decide(Facts.Controller(false, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"), 1, long.MaxValue, CircuitCount.NotQueried),
                Duration = TimeSpan.FromDays(49),
                ControllerAddresses = new HashSet<IPAddress> { IPAddress.IPv6Any },
            },
            Samples.Results["healthy"] with { Duration = TimeSpan.Zero, ControllerAddresses = new HashSet<IPAddress>() },
        ];
        foreach (var result in results)
        {
            Assert.Equal([], await Faults(JsonOutput.Format(result, [])));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_that_is_missing_is_a_fault(string at, string key)
    {
        var output = Whole();
        ObjectAt(output, at).Remove(key);

        Assert.NotEmpty(await Faults(output.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_of_another_kind_is_a_fault(string at, string key)
    {
        var output = Whole();
        var value = ObjectAt(output, at)[key];
        ObjectAt(output, at)[key] = value is JsonObject ? "text" : new JsonObject();

        Assert.NotEmpty(await Faults(output.ToJsonString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("controller")]
    [InlineData("links")]
    [InlineData("drain")]
    public async Task A_key_that_nobody_knows_is_a_fault(string at)
    {
        var output = Whole();
        ObjectAt(output, at)["surprise"] = 1;

        Assert.NotEmpty(await Faults(output.ToJsonString()));
    }

    [Theory]
    [InlineData("", "state", "\"Healthy\"")]
    [InlineData("", "state", "\"\"")]
    [InlineData("", "exitCode", "2")]
    [InlineData("", "exitCode", "0.5")]
    [InlineData("", "exitCode", "\"0\"")]
    [InlineData("", "reason", "\"\"")]
    [InlineData("", "reason", "null")]
    [InlineData("", "version", "\"\"")]
    [InlineData("", "time", "\"2026-11-22T10:00:00.5Z\"")]
    [InlineData("", "time", "\"2026-11-22T12:00:00+02:00\"")]
    [InlineData("", "endpoint", "\"http://127.0.0.1:8081/health-checks\"")]
    [InlineData("", "links", "null")]
    [InlineData("", "controller", "null")]
    [InlineData("", "warnings", "[7]")]
    [InlineData("", "durationMs", "-1")]
    [InlineData("", "durationMs", "\"17 ms\"")]
    [InlineData("controller", "healthy", "\"true\"")]
    [InlineData("controller", "addresses", "[null]")]
    [InlineData("links", "excludedBecause", "\"tired\"")]
    [InlineData("links", "usable", "null")]
    [InlineData("drain", "remainingSeconds", "-1")]
    [InlineData("drain", "circuits", "1.5")]
    [InlineData("drain", "circuits", "-1")]
    public async Task A_value_that_is_never_written_is_a_fault(string at, string key, string value)
    {
        var output = Whole();
        ObjectAt(output, at)[key] = JsonNode.Parse(value);

        Assert.NotEmpty(await Faults(output.ToJsonString()));
    }

    [Fact]
    public async Task The_schema_knows_every_state_and_no_other()
    {
        var schema = await Schema.Value;

        Assert.Equal(
            Enum.GetValues<CheckState>().Select(state => state.Name()),
            schema.Properties["state"].Enumeration.Select(state => (string)state!));
    }

    [Fact]
    public void Every_key_is_documented()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path));

        Assert.Equal([], Undocumented(schema.RootElement, "").ToList());

        static IEnumerable<string> Undocumented(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                return element.EnumerateArray().SelectMany(item => Undocumented(item, path));
            }

            if (element.ValueKind != JsonValueKind.Object)
            {
                return [];
            }

            var here = element.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject()
                    .Where(key => !key.Value.TryGetProperty("description", out var told) || told.GetString()!.Length == 0)
                    .Select(key => $"{path}/{key.Name}")
                : [];
            return here.Concat(element.EnumerateObject().SelectMany(key => Undocumented(key.Value, $"{path}/{key.Name}")));
        }
    }

    private static JsonObject Whole() => JsonNode.Parse(JsonOutput.Format(Samples.Results["draining"], ["a warning"]))!.AsObject();

    private static JsonObject ObjectAt(JsonObject output, string at) => at switch
    {
        "" => output,
        "links" => output["links"]![0]!.AsObject(),
        _ => output[at]!.AsObject(),
    };

    private static TheoryData<string, string> AllKeys()
    {
        var keys = new TheoryData<string, string>();
        foreach (var at in new[] { "", "controller", "links", "drain" })
        {
            foreach (var (key, _) in ObjectAt(Whole(), at))
            {
                keys.Add(at, key);
            }
        }

        return keys;
    }

    private static async Task<IEnumerable<string>> Faults(string json) =>
        (await Schema.Value).Validate(json).Select(fault => fault.ToString());
}
