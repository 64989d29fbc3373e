using System.Text;
using ErhChecker.Notify;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Notify;

/// <summary>The verdict behind a transition: that of the status file, else that of the last line.</summary>
public class KnownVerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 2, 0, 0, 900, TimeSpan.Zero);

    [Theory]
    //          status  line   the verdict's source and age
    [InlineData(-5.9, null, "status", 5L)]
    [InlineData(-5.9, -60.0, "status", 5L)]
    [InlineData(-5.9, -5.0, "status", 5L)] // the status has whole seconds
    [InlineData(-5.9, -4.8, "line", null)] // a check that was ended leaves no status
    [InlineData(null, -60.0, "line", null)]
    [InlineData(10.0, null, "status", 0L)] // the clock was set back
    [InlineData(null, null, null, null)]
    public void Newer_one_counts(double? status, double? line, string? source, long? age)
    {
        var found = NotifyCommand.Behind(
            status is { } at ? new(Now.AddSeconds(at), "healthy", 0, "status") : null,
            line is { } lineAt ? new(Now.AddSeconds(lineAt), "h", "unreachable", 1, "line", null, null) : null,
            Now);

        Assert.Equal((source, age), (found?.Reason, found?.AgeSeconds));
    }

    [Fact]
    public void Status_of_every_result_is_read() => Assert.All(Samples.Results.Values, result =>
    {
        var status = StatusVerdict.Parse(Encoding.UTF8.GetBytes(JsonOutput.Format(result, [])));

        Assert.Equal((result.Verdict.Reason, result.Time.ToUnixTimeSeconds()), (status?.Reason, status?.Time.ToUnixTimeSeconds()));
    });

    [Theory]
    [InlineData("""{"reason":"r","links":[{"state":"x"}],"state":"s","exitCode":1,"time":"2026-11-28T02:00:00Z"}""", true)]
    [InlineData("""{"reason":"r","state":"s","exitCode":1,"time":"2026-11-28T02:00:00Z","links":[{"linkId":"a""", true)] // the head of a large one
    [InlineData("""{"links":[{"linkId":"a""", false)]
    [InlineData("""{"reason":"r","state":"s","exitCode":1}""", false)]
    [InlineData("""{"reason":"r","state":null,"exitCode":1,"time":"2026-11-28T02:00:00Z"}""", false)]
    [InlineData("""{"reason":"r","state":"s","exitCode":1.5,"time":"2026-11-28T02:00:00Z"}""", false)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("healthy", false)]
    public void Verdict_is_complete_or_none(string status, bool isOne) => Assert.Equal(isOne, StatusVerdict.Parse(Encoding.UTF8.GetBytes(status)) is not null);
}
