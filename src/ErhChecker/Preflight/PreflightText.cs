using System.Text;
using ErhChecker.Output;

namespace ErhChecker.Preflight;

/// <summary>The preflight for a person, in 80 columns.</summary>
internal static class PreflightText
{
    private const int Width = 80;
    private const int LevelWidth = 9;
    private const int Indent = LevelWidth + 15; // the widest name and a gap
    private const int CommandIndent = 4; // commands are indented less: one line each, as far as possible

    /// <summary>The text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="hasColor">Whether to color.</param>
    public static string Format(PreflightReport report, bool hasColor)
    {
        var paint = new Paint(hasColor);
        var text = new StringBuilder();
        string? user = null;
        foreach (var finding in report.Findings)
        {
            if (finding.User != user && finding.User is not null)
            {
                text.Append('\n').Append(paint.Bold(PlainText.Escape($"As {finding.User}:"))).Append('\n');
            }

            user = finding.User;
            Append(text, finding, paint);
        }

        var summary = $"{Plural.Of(report.Count(FindingLevel.Error), "error")}, {Plural.Of(report.Count(FindingLevel.Warning), "warning")}";
        return text.Append('\n').Append(paint.Bold(summary)).Append('\n').ToString();
    }

    /// <summary>The level as it is written.</summary>
    public static string NameOf(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warning => "warning",
        _ => "error",
    };

    private static void Append(StringBuilder text, Finding finding, Paint paint)
    {
        var level = NameOf(finding.Level);
        var head = Painted(finding.Level, level, paint) + new string(' ', LevelWidth - level.Length) + finding.Name.PadRight(Indent - LevelWidth);
        foreach (var line in PlainText.Wrap(PlainText.Clip(PlainText.Escape(finding.Text)), Width - Indent))
        {
            text.Append(head).Append(line).Append('\n');
            head = new string(' ', Indent);
        }

        foreach (var paragraph in (finding.Remedy ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var isCommand = paragraph.StartsWith('\t');
            var indent = new string(' ', isCommand ? CommandIndent : Indent);
            var escaped = PlainText.Escape(paragraph.TrimStart('\t'));
            var lines = PlainText.Wrap(escaped, Width - indent.Length - (isCommand ? 2 : 0)).ToList();
            for (var at = 0; at < lines.Count; at++)
            {
                // sudoers(5) and the shell both join lines at a backslash.
                text.Append(indent).Append(lines[at]).Append(isCommand && at + 1 < lines.Count ? " \\\n" : "\n");
            }
        }
    }

    private static string Painted(FindingLevel level, string text, Paint paint) => level switch
    {
        FindingLevel.Ok => paint.Green(text),
        FindingLevel.Warning => paint.Yellow(text),
        _ => paint.Red(text),
    };
}
