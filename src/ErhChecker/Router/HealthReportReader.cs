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
    private const int MaxText = 4096; // bytes; ids have 10, addresses 50
    private const int MaxKept = 8 * 1024 * 1024; // characters of all texts; more than the largest response of a router has
    private const int ObjectSize = 32; // the size of the object that holds a text
    private const int ReferenceSize = 4; // a second reference to one text

    /// <summary>The properties that are read, the most frequent first.</summary>
    private static readonly (string Text, byte[] Utf8)[] Names =
    [
        .. new[] { "remoteAddr", "linkId", "destRouterId", "addresses", "id", "healthy", "failingSince", "lastCheckTime", "details", "data", "checks" }
            .Select(name => (name, Encoding.UTF8.GetBytes(name))),
    ];

    private readonly List<RemoteAddress> connections = new(4);

    private Utf8JsonReader json;
    private int kept;
    private ReadOnlySpan<byte> previousAddressText;
    private RemoteAddress? previousAddress;

    private HealthReportReader(ReadOnlySpan<byte> text) => json = new Utf8JsonReader(text);

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidReportException">It is JSON, but not a health report.</exception>
    /// <exception cref="JsonException">It is not valid JSON, or nested deeper than 64 levels.</exception>
    public static HealthReport Read(ReadOnlySpan<byte> text) => new HealthReportReader(text).ReadReport();

    private HealthReport ReadReport()
    {
        List<ReportedCheck>? checks = null;
        json.Read();
        Expect(JsonTokenType.StartObject, "it is not an object");
        while (NextName() is { } name)
        {
            if (name != "data")
            {
                json.Skip();
                continue;
            }

            Expect(JsonTokenType.StartObject, "'data' is not an object");
            checks = null;
            while (NextName() is { } inner)
            {
                switch (inner)
                {
                    case "checks": checks = ReadChecks(); break; // if it occurs twice, the last one counts, as everywhere
                    default: json.Skip(); break;
                }
            }
        }

        json.Read(); // text after the report is invalid JSON
        return HealthReport.Of(checks ?? throw new InvalidReportException("it has no 'data.checks'"));
    }

    private List<ReportedCheck> ReadChecks()
    {
        Expect(JsonTokenType.StartArray, "'data.checks' is not a list");
        var checks = new List<ReportedCheck>();
        while (NextItem())
        {
            Expect(JsonTokenType.StartObject, "a check is not an object");
            Keep(4 * ObjectSize);
            checks.Add(ReadCheck());
        }

        return checks;
    }

    private ReportedCheck ReadCheck()
    {
        var check = new ReportedCheck();
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "id": check.Id = ReadText(); break;
                case "healthy": check.Healthy = ReadBoolean(); break;
                case "failingSince": check.FailingSince = ReadTime(); break;
                case "lastCheckTime": check.LastCheckTime = ReadTime(); break;
                case "details": check.DetailsAreLinks = TryReadLinks(check.Links); break;
                default: json.Skip(); break;
            }
        }

        return check;
    }

    /// <summary>Reads links; false when this is neither a list of objects nor null. Checks with another id may contain anything.</summary>
    private bool TryReadLinks(List<Link> links)
    {
        links.Clear();
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
                case "linkId": linkId = ReadText(); break;
                case "destRouterId": destRouterId = ReadText(); break;
                case "addresses": remoteAddresses = ReadRemoteAddresses(); break;
                default: json.Skip(); break;
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
            if (ReadRemoteAddress() is { } remote)
            {
                connections.Add(remote);
            }
        }

        return [.. connections];
    }

    private RemoteAddress? ReadRemoteAddress()
    {
        RemoteAddress? remote = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return remote;
        }

        while (NextName() is { } name)
        {
            switch (name)
            {
                case "remoteAddr": remote = ReadAddress(); break;
                default: json.Skip(); break;
            }
        }

        return remote;
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

    /// <summary>Moves to the next property's value and returns its name; null at the end of the object, empty for a name that is not read.</summary>
    private string? NextName()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var at = 0;
        try
        {
            while (at < Names.Length && !json.ValueTextEquals(Names[at].Utf8))
            {
                at++;
            }
        }
        catch (InvalidOperationException)
        {
            at = Names.Length; // half of a surrogate pair
        }

        json.Read();
        return at < Names.Length ? Names[at].Text : "";
    }

    private bool NextItem()
    {
        json.Read();
        return json.TokenType != JsonTokenType.EndArray;
    }

    private bool? ReadBoolean()
    {
        bool? value = json.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
        json.Skip();
        return value;
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
        try
        {
            return json.ValueSpan.Length > MaxText ? Encoding.UTF8.GetString(json.ValueSpan[..MaxText]) + "…" : json.GetString()!;
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
}
