using System.Text;
using System.Text.Json;
using ErhChecker.Output;

namespace ErhChecker.Preflight;

/// <summary>The preflight for a program: one object on one line, described in samples/preflight.schema.json.</summary>
internal static class PreflightJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = new TerminalSafeEncoder() };

    /// <summary>The object, with a line feed.</summary>
    public static string Format(PreflightReport report)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartObject();
            json.WriteString("version", ProgramVersion.Text);
            json.WriteBoolean("ok", report.IsOk);
            json.WriteStartArray("checks");
            foreach (var finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("name", finding.Name);
                json.WriteString("level", PreflightText.NameOf(finding.Level));
                json.WriteString("text", (finding.User is null ? "" : $"as {finding.User}: ") + PlainText.Clip(finding.Text));
                json.WriteString("remedy", finding.Remedy?.Replace("\n\t", "\n", StringComparison.Ordinal));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
