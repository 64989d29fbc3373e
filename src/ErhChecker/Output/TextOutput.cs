using System.Globalization;
using System.Text;
using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary><c>--output text</c>: the reasoning behind the verdict for a person, in 80 columns.</summary>
internal sealed class TextOutput
{
    private const int Width = 80;
    private const int Indent = 15; // the widest label and a gap
    private const int MaxLinks = 50; // about two screens; JSON has all of them

    private readonly StringBuilder text = new();
    private readonly Paint paint;

    private TextOutput(bool color) => paint = new Paint(color);

    /// <summary>Renders a result.</summary>
    /// <param name="inputs">What the check was run with: the label and the text of each row.</param>
    /// <param name="warnings">The warnings and errors of the check, whether or not its log level writes them.</param>
    public static string Format(IEnumerable<(string Label, string Text)> inputs, CheckResult result, IReadOnlyList<string> warnings, bool color)
    {
        var output = new TextOutput(color);
        output.AppendInputs(inputs, result);
        output.AppendFound(result);
        output.AppendDecision(result, warnings);
        return output.text.ToString();
    }

    private void AppendInputs(IEnumerable<(string Label, string Text)> inputs, CheckResult result)
    {
        foreach (var (label, input) in inputs)
        {
            Row(label, input);
        }

        Row("Endpoint", result.Endpoint ?? (result.Verdict.WhyNoReport == NoReport.EndedBeforeQuery ? "not queried: the check was ended before" : "not queried: no endpoint configured"));
    }

    private void AppendFound(CheckResult result)
    {
        if (result.Controller is not { } controller)
        {
            return;
        }

        var addresses = string.Join(", ", result.ControllerAddresses);
        Row("Controller", (controller.Healthy ? "up" : "lost") + (addresses.Length == 0 ? "; no address known" : $"; addresses {addresses}"));
        if (result.Links is not { } links)
        {
            Row("Links", "none reported (router before 0.28)");
            return;
        }

        Row("Links", VerdictLine.Links(links)!);
        if (links.Count > 0)
        {
            AppendLinks(links);
        }
    }

    private void AppendLinks(IReadOnlyList<ClassifiedLink> links)
    {
        text.Append('\n').Append(paint.Bold(Columns("LINK", "ROUTER", "USABLE", "REMOTE ADDRESS"))).Append('\n');
        foreach (var judged in links.Take(MaxLinks))
        {
            var hosts = judged.Link.RemoteAddresses
                .Select(address => address.IPAddress?.ToString() ?? address.Text)
                .Distinct(StringComparer.Ordinal).Select(PlainText.Escape).DefaultIfEmpty("none reported").ToList();
            var line = Columns(PlainText.Escape(judged.Link.LinkId), PlainText.Escape(judged.Link.DestRouterId), LinkUse.Of(judged).Column, "");
            var fits = line.Length + hosts[0].Length <= Width;
            var shown = fits ? line : line.TrimEnd();
            text.Append(judged.Usable ? shown : paint.Yellow(shown)).Append(Joined(hosts, line.Length)).Append('\n');
        }

        if (links.Count > MaxLinks)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {links.Count - MaxLinks} more: see --output json\n");
        }

        text.Append('\n');
    }

    private void AppendDecision(CheckResult result, IReadOnlyList<string> warnings)
    {
        var verdict = result.Verdict;
        if (verdict.Drain is { } drain)
        {
            Row("Drain", string.Join("; ", new[] { VerdictLine.Drain(drain), VerdictLine.Circuits(drain.Circuits) }.OfType<string>()));
        }

        foreach (var warning in warnings)
        {
            Row("Warning", warning, paint.Yellow);
        }

        Func<string, string> color = verdict.State switch
        {
            CheckState.Healthy => paint.Green,
            CheckState.Draining or CheckState.Unknown => paint.Yellow,
            CheckState.NoLinks or CheckState.Isolated or CheckState.Drained or CheckState.Unreachable => paint.Red,
        };
        Row("Duration", string.Create(CultureInfo.InvariantCulture, $"{result.Duration.TotalMilliseconds:0} ms"));
        Row("Decision", $"{verdict.State.Name()}: {verdict.Reason}", color);
        Row("keepalived", Advice.Keepalived(verdict.State));
        Row("Next step", Advice.NextStep(verdict));
    }

    /// <summary>A label and its text, wrapped between words; a path is never broken.</summary>
    private void Row(string label, string content, Func<string, string>? color = null)
    {
        text.Append(paint.Bold(label.PadRight(Indent)));
        var lines = PlainText.Wrap(PlainText.Escape(content), Width - Indent);
        text.AppendJoin("\n" + new string(' ', Indent), lines.Select(line => color is null ? line : color(line))).Append('\n');
    }

    /// <summary>The widths of OpenZiti's link and router ids; longer ones push the rest aside.</summary>
    private static string Columns(string link, string router, string counts, string remote) =>
        string.Create(CultureInfo.InvariantCulture, $"  {link,-22} {router,-10} {counts,-12} {remote}");

    /// <summary>Addresses one below the other; one that is too long for its column, as IPv6 may be, begins further left.</summary>
    private static string Joined(List<string> hosts, int column)
    {
        var joined = new StringBuilder();
        for (var at = 0; at < hosts.Count; at++)
        {
            var fits = column + hosts[at].Length <= Width;
            if (at > 0 || !fits)
            {
                joined.Append('\n').Append(' ', fits ? column : Math.Max(2, Width - hosts[at].Length));
            }

            joined.Append(hosts[at]);
        }

        return joined.ToString();
    }
}
