using ErhChecker.Decision;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Decision;

/// <summary>How long a drain lasts: <c>lastCheckTime − failingSince</c> against the switch timeout, exactly equal still drains.</summary>
public class DrainTests
{
    [Theory]
    //          failingSince                       lastCheckTime                      timeout  state
    [InlineData("2026-11-22T09:50:01Z", "2026-11-22T10:00:00Z", 600, "draining")] // 599 s
    [InlineData("2026-11-22T09:50:00Z", "2026-11-22T10:00:00Z", 600, "draining")] // 600 s
    [InlineData("2026-11-22T09:49:59Z", "2026-11-22T10:00:00Z", 600, "drained")] //  601 s
    [InlineData("2026-11-22T09:50:00.000000001Z", "2026-11-22T10:00:00Z", 600, "draining")]
    [InlineData("2026-11-22T09:49:59.999999999Z", "2026-11-22T10:00:00Z", 600, "drained")]
    [InlineData("2026-11-22T09:50:00Z", "2026-11-22T10:00:00.000000001Z", 600, "drained")]
    [InlineData("2026-11-22T09:50:00.123456789Z", "2026-11-22T10:00:00.123456789Z", 600, "draining")]
    [InlineData("2026-11-22T09:50:00.123456789Z", "2026-11-22T10:00:00.12345679Z", 600, "drained")]
    [InlineData("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", 0, "draining")]
    [InlineData("2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000000001Z", 0, "drained")]
    [InlineData("2026-11-22T09:59:59Z", "2026-11-22T10:00:00Z", 0, "drained")]
    [InlineData("2026-11-22T10:00:01Z", "2026-11-22T10:00:00Z", 0, "draining")] // the clock was set back
    [InlineData("2026-11-22T11:00:00Z", "2026-11-22T10:00:00Z", 600, "draining")]
    [InlineData("2026-11-22T11:50:00+02:00", "2026-11-22T10:00:00Z", 600, "draining")]
    [InlineData("2026-11-22T11:49:59+02:00", "2026-11-22T10:00:00Z", 600, "drained")]
    [InlineData("2026-11-22T09:50:00Z", "2026-11-22T05:30:00-04:30", 600, "draining")]
    [InlineData("2026-11-22T09:50:00Z", "2026-11-22T05:30:01-04:30", 600, "drained")]
    [InlineData("2026-12-31T23:59:30Z", "2027-01-01T00:00:30Z", 60, "draining")]
    [InlineData("2028-02-28T23:59:59Z", "2028-03-01T00:00:00Z", 86401, "draining")] // a leap day
    [InlineData("2028-02-28T23:59:59Z", "2028-03-01T00:00:00Z", 86400, "drained")]
    [InlineData("0001-01-01T00:00:00Z", "2026-11-22T10:00:00Z", 600, "drained")] // Go's zero time
    [InlineData("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", long.MaxValue, "draining")]
    public void The_age_decides(string failingSince, string lastCheckTime, long switchTimeout, string state) =>
        Assert.Equal(state, Decide(failingSince, lastCheckTime, switchTimeout).State.Name());

    [Theory]
    [InlineData(null, "2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22T10:00:00Z", null)]
    [InlineData(null, null)]
    [InlineData("", "2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22T10:00:00Z", "a while ago")]
    public void A_time_that_is_missing_or_cannot_be_read_ends_the_drain(string? failingSince, string? lastCheckTime)
    {
        var verdict = Decide(failingSince, lastCheckTime, long.MaxValue);

        Assert.Equal(CheckState.Drained, verdict.State);
        Assert.Null(verdict.Drain!.FailingForSeconds);
        Assert.Null(verdict.Drain.RemainingSeconds);
    }

    [Theory]
    //          failing for                         timeout  remaining
    [InlineData("2026-11-22T09:59:00Z", 600, "540")]
    [InlineData("2026-11-22T09:59:00.25Z", 600, "540.25")]
    [InlineData("2026-11-22T09:50:00Z", 600, "0")]
    [InlineData("2026-11-22T09:00:00Z", 600, "0")] // never below 0
    [InlineData("2026-11-22T10:00:01Z", 600, "600")] // the clock was set back
    public void Remaining_time_is_reported(string failingSince, long switchTimeout, string remaining) =>
        Assert.Equal(
            decimal.Parse(remaining, System.Globalization.CultureInfo.InvariantCulture),
            Decide(failingSince, "2026-11-22T10:00:00Z", switchTimeout).Drain!.RemainingSeconds);

    [Theory]
    [InlineData("2026-11-22T11:00:00Z", "0")]
    [InlineData("2026-11-22T10:00:00.000000001Z", "0")]
    [InlineData("2026-11-22T10:00:00Z", "0")]
    [InlineData("2026-11-22T09:59:59.5Z", "0.5")]
    public void A_controller_fails_for_0_s_at_least(string failingSince, string seconds) => Assert.Equal(
        decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture),
        Facts.Controller(false, failingSince, "2026-11-22T10:00:00Z").FailingForSeconds);

    [Fact]
    public void A_controller_that_is_up_fails_for_no_time() =>
        Assert.Null(Facts.Controller(true, "2026-11-22T09:59:00Z", "2026-11-22T10:00:00Z").FailingForSeconds);

    private static Verdict Decide(string? failingSince, string? lastCheckTime, long switchTimeout) =>
        Decider.Decide(Facts.Controller(false, failingSince, lastCheckTime), 1, switchTimeout, CircuitCount.Unknown("nobody to ask"));
}
