using System.Text;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker.History;

/// <summary><c>erhchecker history</c>: reads the files and prints the timeline.</summary>
/// <param name="request">What to print.</param>
internal sealed class HistoryCommand(Request.History request, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 1 when a file that was named cannot be read.</returns>
    public int Run()
    {
        using var reader = new HistoryReader();
        var exitCode = 0;
        foreach (var path in request.Files)
        {
            foreach (var rotated in path == "-" ? [] : RotatedFiles.Of(path))
            {
                _ = TryRead(reader, rotated);
            }

            exitCode = TryRead(reader, path) ? exitCode : 1;
        }

        var now = LocalTime.Of(DateTimeOffset.UtcNow);
        var entries = Timeline.Merge(
            reader.Events,
            Timeline.Resolve(request.Since, now, LocalTime.MomentsOf, isLast: false),
            Timeline.Resolve(request.Until, now, LocalTime.MomentsOf, isLast: true)).ToList();
        Print(entries);
        return exitCode;
    }

    private static bool TryRead(HistoryReader reader, string path)
    {
        var name = path == "-" ? "standard input" : path;
        reader.Read(path, out var invalid, out var problem);
        if (invalid > 0)
        {
            WriteError($"{name}: {Plural.Of(invalid, "line")} ignored: not an event");
        }

        if (problem is not null)
        {
            WriteError($"{name} {problem}");
        }

        return problem is null;
    }

    private void Print(List<TimelineEntry> entries)
    {
        var isTerminal = StandardStreams.OutputIsTerminal;
        var lines = request.Settings.Output switch
        {
            OutputFormat.None => [],
            OutputFormat.Json => entries.Select(entry => JsonLine(entry.Read.Line)),
            OutputFormat.Auto or OutputFormat.Text => TimelineText.Format(
                entries, LocalTime.Of, isTerminal ? StandardStreams.OutputWidth : null, new Paint(Paint.IsEnabled(isTerminal, environment))),
        };
        foreach (var line in lines)
        {
            if (!StandardStreams.WriteOutput(Encoding.UTF8.GetBytes(line + "\n"), Deadline.Never))
            {
                return; // its reader is gone
            }
        }
    }

    /// <summary>The line as it was read. Where JSON allows a control character, it is one of the spaces between its tokens.</summary>
    private static string JsonLine(byte[] line) =>
        PlainText.Escape(Encoding.UTF8.GetString(line).Replace('\t', ' ').Replace('\r', ' '));

    private static void WriteError(string text) =>
        StandardStreams.WriteError(PlainText.Escape($"erhchecker history: {text}") + "\n", Deadline.Never);
}
