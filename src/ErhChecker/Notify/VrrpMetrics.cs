using System.Globalization;
using System.Text;
using ErhChecker.History;

namespace ErhChecker.Notify;

/// <summary>
/// What the metrics file of VRRP says of all instances, in Prometheus' text format. The label is not <c>instance</c>, which is
/// Prometheus' own for the target.
/// </summary>
internal sealed class VrrpMetrics
{
    private const string State = "erhchecker_vrrp_state";
    private const string Priority = "erhchecker_vrrp_priority";
    private const string Timestamp = "erhchecker_vrrp_transition_timestamp_seconds";

    /// <summary>The longest that two notifications of one instance may overtake each other, in seconds.</summary>
    private const decimal MaxOvertaking = 2;

    /// <summary>The states of the metrics, by keepalived's names.</summary>
    private static readonly (string Name, string Label)[] States = [("MASTER", "master"), ("BACKUP", "backup"), ("FAULT", "fault"), ("STOP", "stop")];

    private readonly SortedDictionary<string, Instance> instances = new(StringComparer.Ordinal);

    /// <summary>Reads a file; what is not understood is left out.</summary>
    public static VrrpMetrics Parse(string text)
    {
        var metrics = new VrrpMetrics();
        foreach (var line in text.Split('\n'))
        {
            if (TryParseSample(line, out var name, out var labels, out var value) && labels.GetValueOrDefault("vrrp_instance") is { } instance)
            {
                metrics.Add(name, instance, labels.GetValueOrDefault("state"), value);
            }
        }

        return metrics;
    }

    /// <summary>Takes a transition; one of a group, and an event that is no state, change nothing.</summary>
    /// <returns>Whether it changed something.</returns>
    public bool Apply(VrrpEvent transition)
    {
        if (transition.Type != "INSTANCE")
        {
            return false;
        }

        if (transition.State == "DELETED")
        {
            return instances.Remove(transition.Name);
        }

        var state = States.FirstOrDefault(state => state.Name == transition.State).Label;
        var time = transition.Time.ToUnixTimeMilliseconds() / 1000m;
        var isOvertaken = instances.GetValueOrDefault(transition.Name)?.Timestamp - time is > 0 and < MaxOvertaking;
        if (state is null || isOvertaken)
        {
            return false;
        }

        instances[transition.Name] = new Instance { State = state, Priority = transition.Priority, Timestamp = time };
        return true;
    }

    public string Format()
    {
        var text = new StringBuilder();
        Append(text, State, "The state of the VRRP instance: 1 for this state, 0 for the others.", instance =>
            instance.State is null ? [] : States.Select(state => ($",state=\"{state.Label}\"", (decimal?)(state.Label == instance.State ? 1 : 0))));
        Append(text, Priority, "The priority of the VRRP instance at its last transition.", instance => [("", instance.Priority)]);
        Append(text, Timestamp, "When the VRRP instance changed its state last, in Unix time.", instance => [("", instance.Timestamp)]);
        return text.ToString();
    }

    private void Append(StringBuilder text, string name, string help, Func<Instance, IEnumerable<(string Labels, decimal? Value)>> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var (instance, values) in instances)
        {
            foreach (var (labels, value) in samples(values).Where(sample => sample.Value is not null))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{{vrrp_instance=\"{Escaped(instance)}\"{labels}}} {value:0.###}\n");
            }
        }
    }

    private void Add(string name, string instance, string? state, decimal value)
    {
        if (!instances.TryGetValue(instance, out var values))
        {
            values = new Instance();
        }

        switch (name)
        {
            case State when value == 1 && States.Any(known => known.Label == state):
                values.State = state;
                break;
            case Priority:
                values.Priority = value;
                break;
            case Timestamp:
                values.Timestamp = value;
                break;
            default:
                return;
        }

        instances[instance] = values;
    }

    /// <summary>A line such as <c>name{label="text",other="text"} value</c>.</summary>
    private static bool TryParseSample(string line, out string name, out Dictionary<string, string> labels, out decimal value)
    {
        (name, labels, value) = ("", new(StringComparer.Ordinal), 0);
        var at = line.IndexOf('{', StringComparison.Ordinal);
        if (at < 0 || line.StartsWith('#'))
        {
            return false;
        }

        name = line[..at++];
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
            {
                return false;
            }

            var label = line[at..equals];
            var text = new StringBuilder();
            for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
            {
                var isEscape = line[at] == '\\' && at + 1 < line.Length;
                text.Append(!isEscape ? line[at] : line[++at] == 'n' ? '\n' : line[at]);
            }

            labels[label] = text.ToString();
            at += at + 1 < line.Length && line[at + 1] == ',' ? 2 : 1;
        }

        return at < line.Length && decimal.TryParse(line.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static string Escaped(string label) => label
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Instance
    {
        public string? State { get; set; }

        public decimal? Priority { get; set; }

        public decimal? Timestamp { get; set; }
    }
}
