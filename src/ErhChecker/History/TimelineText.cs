using System.Globalization;
using ErhChecker.Output;

namespace ErhChecker.History;

/// <summary>The timeline for a person: one event a line, in columns.</summary>
internal static class TimelineText
{
    /// <summary>What does not fit in this pushes the rest of its line aside, and not that of all others.</summary>
    private const int MaxColumn = 28;

    /// <summary>Renders a timeline.</summary>
    /// <param name="entries">The events in their order.</param>
    /// <param name="toLocal">Gives a time the offset of the local zone.</param>
    /// <param name="width">The columns of the terminal; null where nothing is cut.</param>
    public static IEnumerable<string> Format(
        IReadOnlyCollection<TimelineEntry> entries, Func<DateTimeOffset, DateTimeOffset> toLocal, int? width, Paint paint)
    {
        var rows = entries.Select(Row.Of).ToList();
        var hosts = rows.Select(row => PlainText.Columns(row.Host)).Where(columns => columns <= MaxColumn).DefaultIfEmpty().Max();
        var changes = rows.Select(row => PlainText.Columns(row.Change)).Where(columns => columns <= MaxColumn).DefaultIfEmpty().Max();
        foreach (var row in rows)
        {
            var local = toLocal(row.Time);
            var head = string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss zzz} {Padded(row.Host, hosts)} {row.Kind,-5} ");
            var line = (head + Padded(row.Change, changes) + "  " + row.Why).TrimEnd();
            line = width is { } columns ? PlainText.Fit(line, columns) : line;
            var isChangeWhole = line.StartsWith(head + row.Change, StringComparison.Ordinal);
            yield return isChangeWhole ? head + row.Color(paint, row.Change) + line[(head.Length + row.Change.Length)..] : line;
        }
    }

    private static string Padded(string text, int columns) => text + new string(' ', Math.Max(0, columns - PlainText.Columns(text)));

    private sealed record Row(DateTimeOffset Time, string Host, string Kind, string Change, string Why, Func<Paint, string, string> Color)
    {
        public static Row Of(TimelineEntry entry) => entry.Read.Event switch
        {
            CheckEvent check => new(
                check.Time,
                PlainText.Escape(check.Host),
                "check",
                PlainText.Escape(entry.Before is null ? check.State : $"{entry.Before} -> {check.State}"),
                PlainText.Escape(check.PreviousSeconds is { } seconds ? $"{check.Reason} ({check.PreviousState} for {Duration(seconds)})" : check.Reason),
                ColorOf(check.State)),
            VrrpEvent vrrp => new(
                vrrp.Time,
                PlainText.Escape(vrrp.Host),
                "vrrp",
                PlainText.Escape($"{(vrrp.Type == "INSTANCE" ? "" : vrrp.Type + " ")}{vrrp.Name} {(entry.Before is null ? "" : entry.Before + " -> ")}{vrrp.State}"),
                PlainText.Escape(string.Join("; ", Reasons(vrrp))),
                ColorOf(vrrp.State)),
            _ => throw new InvalidOperationException("unknown event"),
        };

        private static IEnumerable<string> Reasons(VrrpEvent vrrp)
        {
            if (vrrp.Maintenance)
            {
                yield return "in maintenance";
            }

            if (vrrp.Check is { } check)
            {
                yield return $"{check.State}: {check.Reason}" + (check.AgeSeconds is { } age ? $" ({Duration(age)} before)" : "");
            }

            if (vrrp.Priority is { } priority)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"priority {priority}");
            }
        }

        private static Func<Paint, string, string> ColorOf(string state) => state switch
        {
            "healthy" or "MASTER" => (paint, text) => paint.Green(text),
            "draining" or "unknown" or "STOP" or "DELETED" => (paint, text) => paint.Yellow(text),
            "noLinks" or "isolated" or "drained" or "unreachable" or "FAULT" => (paint, text) => paint.Red(text),
            _ => (_, text) => text,
        };

        /// <summary>The two largest units: <c>6h11m</c>.</summary>
        private static string Duration(long seconds) => seconds switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m{seconds % 60:00}s"),
            < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h{seconds / 60 % 60:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400}d{seconds / 3600 % 24:00}h"),
        };
    }
}
