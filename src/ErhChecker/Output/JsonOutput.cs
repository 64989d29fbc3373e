using System.Globalization;
using System.Text;
using System.Text.Json;
using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary><c>--output json</c>: one object on one line; samples/output.schema.json describes it.</summary>
internal static class JsonOutput
{
    private const int Piece = 16 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Encoder = new TerminalSafeEncoder() };

    /// <summary>The object, with a line feed.</summary>
    /// <param name="warnings">The warnings and errors of the check, whether or not its log level writes them.</param>
    public static string Format(CheckResult result, IReadOnlyList<string> warnings)
    {
        using var text = new MemoryStream();
        Write(text, result, warnings);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Writes the object piece by piece: with thousands of links it is large.</summary>
    /// <param name="warnings">The warnings and errors of the check, whether or not its log level writes them.</param>
    public static void Write(Stream output, CheckResult result, IReadOnlyList<string> warnings)
    {
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            json.WriteString("time", result.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("version", ProgramVersion.Text);
            json.WriteNumber("exitCode", result.Verdict.State.ExitCode());
            json.WriteString("state", result.Verdict.State.Name());
            json.WriteString("reason", result.Verdict.Reason);
            json.WriteString("endpoint", result.Endpoint);
            WriteController(json, result);
            WriteLinks(json, result.Links ?? []);
            WriteDrain(json, result.Verdict.Drain);
            json.WriteStartArray("warnings");
            foreach (var warning in warnings)
            {
                json.WriteStringValue(warning);
            }

            json.WriteEndArray();
            json.WriteNumber("durationMs", Math.Round(result.Duration.TotalMilliseconds, 1));
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteController(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartObject("controller");
        if (result.Controller is { } controller)
        {
            json.WriteBoolean("healthy", controller.Healthy);
            json.WriteString("failingSince", controller.FailingSince?.Text);
            WriteSeconds(json, "failingForSeconds", controller.FailingForSeconds);
        }
        else
        {
            json.WriteNull("healthy");
            json.WriteNull("failingSince");
            json.WriteNull("failingForSeconds");
        }

        json.WriteStartArray("addresses");
        foreach (var address in result.ControllerAddresses)
        {
            json.WriteStringValue(address.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<ClassifiedLink> links)
    {
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("linkId", link.Link.LinkId);
            json.WriteString("destRouterId", link.Link.DestRouterId);
            json.WriteStartArray("remoteAddresses");
            foreach (var address in link.Link.RemoteAddresses)
            {
                json.WriteStringValue(address.Text);
            }

            json.WriteEndArray();
            json.WriteBoolean("usable", link.Usable);
            json.WriteString("excludedBecause", LinkUse.Of(link).JsonName);
            json.WriteEndObject();
            if (json.BytesPending > Piece)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteDrain(Utf8JsonWriter json, Drain? drain)
    {
        if (drain is null)
        {
            json.WriteNull("drain");
            return;
        }

        json.WriteStartObject("drain");
        json.WriteNumber("switchTimeoutSeconds", drain.SwitchTimeoutSeconds);
        WriteSeconds(json, "remainingSeconds", drain.RemainingSeconds);
        if (drain.Circuits.Number is { } number)
        {
            json.WriteNumber("circuits", number);
        }
        else
        {
            json.WriteNull("circuits");
        }

        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, string name, decimal? seconds)
    {
        if (seconds is { } known)
        {
            json.WriteNumber(name, known == Math.Truncate(known) ? Math.Truncate(known) : known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
