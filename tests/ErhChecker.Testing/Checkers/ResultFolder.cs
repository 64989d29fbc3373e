using System.Globalization;
using System.Text.Json;
using ErhChecker.Testing.Files;

namespace ErhChecker.Testing.Checkers;

/// <summary>A status file and a metrics file in a folder of their own, and what checks have left there.</summary>
/// <param name="folder">The test's folder.</param>
/// <param name="name">The folder in it.</param>
internal sealed class ResultFolder(TestFolder folder, string name = "results")
{
    private const string StatusName = "status.json";
    private const string MetricsName = "erhchecker.prom";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateDirectory(folder[name]).FullName;

    /// <summary>The status file's path.</summary>
    public string Status => Path.Combine(Folder, StatusName);

    /// <summary>The metrics file's path.</summary>
    public string Metrics => Path.Combine(Folder, MetricsName);

    /// <summary>The checker's options.</summary>
    public string[] Options => ["-s", Status, "-m", Metrics];

    /// <summary>The names in the folder that are not the files themselves.</summary>
    public string[] Strays =>
        [.. Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)!).Where(entry => entry is not (StatusName or MetricsName))];

    /// <summary>The verdict's state in the status file.</summary>
    public string State => JsonDocument.Parse(File.ReadAllText(Status)).RootElement.GetProperty("state").GetString()!;

    /// <summary>A value in the metrics file.</summary>
    public double Metric(string metric) => double.Parse(
        File.ReadLines(Metrics).Single(line => line.StartsWith(metric + " ", StringComparison.Ordinal))[(metric.Length + 1)..], CultureInfo.InvariantCulture);

    /// <summary>Both files, where they are there, are complete: their last part is there too.</summary>
    public void AssertComplete()
    {
        if (File.Exists(Status))
        {
            var status = File.ReadAllText(Status);
            Assert.EndsWith("}\n", status, StringComparison.Ordinal);
            Assert.True(JsonDocument.Parse(status).RootElement.TryGetProperty("durationMs", out _), status);
        }

        if (File.Exists(Metrics))
        {
            Assert.Matches("(?m)^erhchecker_check_timestamp_seconds [0-9]{10}\n\\z", File.ReadAllText(Metrics));
        }
    }

    /// <summary>Checks that run at once, of a healthy router, leave complete files at every moment, and nothing else.</summary>
    /// <param name="start">The check, with <see cref="Options"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">Until when each has to end, from now on.</param>
    public async Task AssertManyAtOnceAsync(CheckerStart start, int count, TimeSpan limit)
    {
        var checks = Enumerable.Range(0, count).Select(_ => RunningChecker.Start(start)).ToList();
        var ended = Task.WhenAll(checks.Select(check => check.WaitAsync(limit)));
        while (!ended.IsCompleted)
        {
            AssertComplete();
            await Task.Yield();
        }

        Assert.All(await ended, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        checks.ForEach(check => check.Dispose());
        Assert.Equal("healthy", State);
        Assert.Empty(Strays);
    }

    /// <summary>Killed checks have left at most one more name beside each file.</summary>
    public void AssertFewStrays()
    {
        Assert.InRange(Strays.Count(stray => stray.Contains(StatusName, StringComparison.Ordinal)), 0, 1);
        Assert.InRange(Strays.Count(stray => stray.Contains(MetricsName, StringComparison.Ordinal)), 0, 1);
        Assert.InRange(Strays.Length, 0, 2);
    }
}
