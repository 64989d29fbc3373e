using System.Text;
using System.Text.Json;
using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>
/// Reads the report token by token, and ignores what later routers add. It is strict about what the decision depends on
/// (<c>healthy</c>, <c>details</c>), and lenient about descriptions.
/// </summary>
internal ref struct HealthReportReader
{
    private const string ControllerCheckId = "controllerPing";
    private const string LinkCheckId = "link.health";

    private const int MaxText = 4096; // bytes; ids have 10, addresses 50
    private const int MaxKept = 8 * 1024 * 1024; // characters of all texts; more than the largest response of a router has
    private const int ObjectSize = 32; // the size of the object that holds a text
    private const int ReferenceSize = 4; // a second reference to one text

    private readonly List<RemoteAddress> connections = new(4);

    private Utf8JsonReader json;
    private int kept;
    private ReadOnlySpan<byte> previousAddressText;
    private RemoteAddress? previousAddress;

    private HealthReportReader(ReadOnlySpan<byte> text) => json = new Utf8JsonReader(text);

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidReportException">It is JSON, but not a health report.</exception>
    /// <exception cref="JsonException">It is not valid JSON, or nested deeper than 64 levels.</exception>
    public static HealthReport Read(ReadOnlySpan<byte> text)
    {
        var reader = new HealthReportReader(text);
        return reader.ReadReport();
    }

    private HealthReport ReadReport()
    {
        List<Check>? checks = null;
        json.Read();
        Expect(JsonTokenType.StartObject, "it is not an object");
        while (NextName() is { } name)
        {
            if (name == "data")
            {
                Expect(JsonTokenType.StartObject, "'data' is not an object");
                checks = null;
                while (NextName() is { } inner)
                {
                    if (inner == "checks")
                    {
                        checks = ReadChecks(); // if it occurs twice, the last one counts, as everywhere
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
            else
            {
                json.Skip();
            }
        }

        json.Read(); // text after the report is invalid JSON
        return Judge(checks ?? throw new InvalidReportException("it has no 'data.checks'"));
    }

    private static HealthReport Judge(List<Check> checks)
    {
        var controller = checks.FindLast(check => check.Id == ControllerCheckId)
            ?? throw new InvalidReportException($"it has no check '{ControllerCheckId}'");
        var links = checks.FindLast(check => check.Id == LinkCheckId);
        foreach (var check in new[] { controller, links })
        {
            if (check is { Healthy: null })
            {
                throw new InvalidReportException($"'healthy' of the check '{check.Id}' is neither true nor false");
            }
        }

        if (links is { DetailsAreLinks: false })
        {
            throw new InvalidReportException($"'details' of the check '{LinkCheckId}' is neither a list of links nor null");
        }

        return new HealthReport(
            new ControllerCheck(controller.Healthy!.Value, controller.FailingSince, controller.LastCheckTime),
            links?.Links);
    }

    private List<Check> ReadChecks()
    {
        Expect(JsonTokenType.StartArray, "'data.checks' is not a list");
        var checks = new List<Check>();
        while (NextItem())
        {
            Expect(JsonTokenType.StartObject, "a check is not an object");
            Keep(4 * ObjectSize);
            checks.Add(ReadCheck());
        }

        return checks;
    }

    private Check ReadCheck()
    {
        var check = new Check();
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "id":
                    check.Id = ReadText();
                    break;
                case "healthy":
                    check.Healthy = json.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
                    json.Skip();
                    break;
                case "failingSince":
                    check.FailingSince = ReadTime();
                    break;
                case "lastCheckTime":
                    check.LastCheckTime = ReadTime();
                    break;
                case "details":
                    check.Links.Clear();
                    check.DetailsAreLinks = TryReadLinks(check.Links);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return check;
    }

    /// <summary>Reads links; false when this is neither a list of objects nor null. Checks with another id may contain anything.</summary>
    private bool TryReadLinks(List<Link> links)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            var isNull = json.TokenType == JsonTokenType.Null;
            json.Skip();
            return isNull;
        }

        var allLinks = true;
        while (NextItem())
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                Keep(2 * ObjectSize);
                links.Add(ReadLink());
            }
            else
            {
                allLinks = false;
                json.Skip();
            }
        }

        return allLinks;
    }

    private Link ReadLink()
    {
        string? linkId = null;
        string? destRouterId = null;
        RemoteAddress[] remoteAddresses = [];
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "linkId":
                    linkId = ReadText();
                    break;
                case "destRouterId":
                    destRouterId = ReadText();
                    break;
                case "addresses":
                    remoteAddresses = ReadRemoteAddresses();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new Link(linkId ?? "", destRouterId ?? "", remoteAddresses);
    }

    /// <summary>One connection each, whatever it is called: <c>ack</c>, <c>payload</c>, <c>single</c>, <c>link.default</c> or a later name.</summary>
    private RemoteAddress[] ReadRemoteAddresses()
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return [];
        }

        connections.Clear();

        while (NextName() is not null)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            RemoteAddress? remote = null;
            while (NextName() is { } name)
            {
                if (name == "remoteAddr")
                {
                    remote = ReadAddress();
                }
                else
                {
                    json.Skip();
                }
            }

            if (remote is not null)
            {
                connections.Add(remote);
            }
        }

        return [.. connections];
    }

    /// <summary>The connections of a link usually have the same address: they then share one object.</summary>
    private RemoteAddress? ReadAddress()
    {
        if (json.TokenType == JsonTokenType.String && previousAddress is not null && json.ValueSpan.SequenceEqual(previousAddressText))
        {
            Keep(ReferenceSize);
            return previousAddress;
        }

        previousAddressText = json.TokenType == JsonTokenType.String ? json.ValueSpan : default;
        return previousAddress = ReadText() is { } text
            ? TransportAddress.ToRemoteAddress(text)
            : null;
    }

    private ReportedTime? ReadTime() => ReadText() is { } text ? RouterTime.Read(text) : null;

    /// <summary>Moves to the next property's value and returns its name; null at the end of the object.</summary>
    private string? NextName()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = KnownName() ?? CurrentText();
        json.Read();
        return name;
    }

    /// <summary>The names that occur in every link, without allocating a string for each.</summary>
    private readonly string? KnownName() => json switch
    {
        _ when json.ValueSpan.SequenceEqual("localAddr"u8) => "localAddr",
        _ when json.ValueSpan.SequenceEqual("remoteAddr"u8) => "remoteAddr",
        _ when json.ValueSpan.SequenceEqual("linkId"u8) => "linkId",
        _ when json.ValueSpan.SequenceEqual("destRouterId"u8) => "destRouterId",
        _ when json.ValueSpan.SequenceEqual("latency"u8) => "latency",
        _ when json.ValueSpan.SequenceEqual("addresses"u8) => "addresses",
        _ => null,
    };

    private bool NextItem()
    {
        json.Read();
        return json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Reads a string; null when the value is not a string, which is then skipped.</summary>
    private string? ReadText()
    {
        if (json.TokenType == JsonTokenType.String)
        {
            var text = CurrentText();
            Keep(ObjectSize + text.Length);
            return text;
        }

        json.Skip();
        return null;
    }

    /// <summary>Bounds the memory for what is kept: empty links need far more than their JSON.</summary>
    private void Keep(int characters)
    {
        kept += characters;
        if (kept > MaxKept)
        {
            throw new InvalidReportException("it contains more checks, links and addresses than any router reports");
        }
    }

    /// <summary>The current string, with invalid UTF-8 replaced, and cut when it is longer than any name.</summary>
    private readonly string CurrentText()
    {
        if (json.ValueSpan.Length > MaxText)
        {
            return Encoding.UTF8.GetString(json.ValueSpan[..MaxText]) + "…";
        }

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }

    private readonly void Expect(JsonTokenType type, string otherwise)
    {
        if (json.TokenType != type)
        {
            throw new InvalidReportException(otherwise);
        }
    }

    private sealed class Check
    {
        public string? Id { get; set; }

        public bool? Healthy { get; set; }

        public ReportedTime? FailingSince { get; set; }

        public ReportedTime? LastCheckTime { get; set; }

        public bool DetailsAreLinks { get; set; } = true; // left out until the check has run once

        public List<Link> Links { get; } = [];
    }

    /// <summary>JSON, but not a health report; the message is the reason.</summary>
    internal sealed class InvalidReportException(string message) : Exception(message);
}
