using System.Globalization;
using System.Text;

namespace ErhChecker.Keepalived.Monitoring;

/// <summary>What a metrics file held from time to time, as input of <c>promtool test rules</c>, whose time begins at 0.</summary>
/// <param name="interval">The seconds from one sample to the next.</param>
internal sealed class RecordedMetrics(int interval)
{
    private const string Timestamp = "erhchecker_check_timestamp_seconds";

    private readonly Dictionary<string, List<string>> _series = new(StringComparer.Ordinal);
    private int _samples;

    /// <summary>The time of the last sample.</summary>
    public int End => (_samples - 1) * interval;

    /// <summary>Adds what the file holds at the next sample's time.</summary>
    /// <param name="text">The file's text; empty where there is none.</param>
    /// <param name="now">The Unix time of the sample: the timestamp's age stays what it was.</param>
    public void Add(string text, long now)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var at = line.LastIndexOf(' ');
            var (name, value) = (line[..at], line[(at + 1)..]);
            if (name == Timestamp)
            {
                value = (_samples * interval - (now - long.Parse(value, CultureInfo.InvariantCulture))).ToString(CultureInfo.InvariantCulture);
            }

            if (!_series.TryGetValue(name, out var values))
            {
                _series[name] = values = [.. Enumerable.Repeat("_", _samples)];
            }

            values.Add(value);
        }

        _samples++;
        foreach (var values in _series.Values.Where(values => values.Count < _samples))
        {
            values.Add("_");
        }
    }

    /// <summary>A test of the rules: at each time an expression has these samples.</summary>
    /// <param name="rules">The rules' file.</param>
    /// <param name="expectations">The expressions, with their times and their samples in YAML.</param>
    public string ToTest(string rules, params IEnumerable<(int Time, string Expression, string Samples)> expectations)
    {
        var test = new StringBuilder($"""
            rule_files: ['{rules}']
            evaluation_interval: {interval}s
            tests:
              - interval: {interval}s
                input_series:

            """);
        foreach (var (name, values) in _series)
        {
            var labels = name.Contains('{', StringComparison.Ordinal) ? name.Replace("{", "{instance=\"a\",", StringComparison.Ordinal) : name + "{instance=\"a\"}";
            test.Append(CultureInfo.InvariantCulture, $"      - {{series: '{labels}', values: '{string.Join(' ', values)}'}}\n");
        }

        test.Append("    promql_expr_test:\n");
        foreach (var (time, expression, samples) in expectations)
        {
            test.Append(CultureInfo.InvariantCulture, $"      - {{eval_time: {time}s, expr: '{expression}', exp_samples: {samples}}}\n");
        }

        return test.ToString();
    }
}
