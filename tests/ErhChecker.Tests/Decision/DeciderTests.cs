using ErhChecker.Decision;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Decision;

/// <summary>The decision table: each row, each number of circuits, and what never changes.</summary>
public class DeciderTests
{
    private const string LastCheck = "2026-11-22T10:00:00Z";
    private const string OneMinuteAgo = "2026-11-22T09:59:00Z";
    private const string ElevenMinutesAgo = "2026-11-22T09:49:00Z";
    private const int SwitchTimeout = 600;

    [Theory]
    //          ctrl   links  state       exit
    [InlineData(true, 1, "healthy", 0)]
    [InlineData(true, 2, "healthy", 0)]
    [InlineData(true, 5000, "healthy", 0)]
    [InlineData(true, 0, "noLinks", 1)]
    [InlineData(false, 0, "isolated", 1)]
    [InlineData(false, 1, "draining", 0)]
    [InlineData(false, 2, "draining", 0)]
    [InlineData(true, null, "healthy", 0)] // a router before 0.28 reports no links
    [InlineData(false, null, "isolated", 1)]
    public void Controller_and_links_give_the_state(bool controllerUp, int? usableLinks, string state, int exitCode)
    {
        var verdict = Decider.Decide(Controller(controllerUp), usableLinks, SwitchTimeout, CircuitCount.NotQueried);

        Assert.Equal(state, verdict.State.Name());
        Assert.Equal(exitCode, verdict.State.ExitCode());
    }

    [Theory]
    [InlineData(0L, "drained")]
    [InlineData(1L, "drained")]
    [InlineData(2L, "drained")] // the management plane keeps two
    [InlineData(3L, "draining")]
    [InlineData(4L, "draining")]
    [InlineData(long.MaxValue, "draining")]
    public void Two_circuits_or_fewer_end_a_drain(long circuits, string state)
    {
        var verdict = Decider.Decide(Controller(up: false), 1, SwitchTimeout, CircuitCount.Known(circuits));

        Assert.Equal(state, verdict.State.Name());
        Assert.Equal(circuits, verdict.Drain!.Circuits.Number);
    }

    [Theory]
    [InlineData(1, 1, "draining", "the ziti agent reported 1 circuit but exited with code 1")]
    [InlineData(2, 137, "draining", "the ziti agent reported 2 circuits but exited with code 137")]
    [InlineData(2, 0, "drained", "")]
    [InlineData(2, null, "drained", "")] // it goes on after the number
    [InlineData(3, 1, "draining", "")]
    public void A_small_number_counts_only_when_the_agent_did_not_fail_after_it(long number, int? agentExitCode, string state, string whyUnknown)
    {
        var verdict = Decider.Decide(Facts.Controller(false, OneMinuteAgo, LastCheck), 1, SwitchTimeout, CircuitCount.Known(number, agentExitCode));

        Assert.Equal(state, verdict.State.Name());
        Assert.Equal(whyUnknown, verdict.Drain!.Circuits.WhyUnknown);
        Assert.Equal(whyUnknown.Length == 0 ? number : null, verdict.Drain.Circuits.Number);
    }

    [Fact]
    public void An_unknown_number_of_circuits_never_cuts_a_drain_short() =>
        Assert.Equal(
            CheckState.Draining,
            Decider.Decide(Controller(up: false), 1, SwitchTimeout, CircuitCount.Unknown("no ziti program")).State);

    [Theory]
    //          ctrl   links  failing since     circuits      ask for circuits
    [InlineData(false, 1, OneMinuteAgo, "not asked", true)]
    [InlineData(false, 9, OneMinuteAgo, "not asked", true)]
    [InlineData(false, 1, OneMinuteAgo, "unknown", false)]
    [InlineData(false, 1, OneMinuteAgo, "5", false)]
    [InlineData(false, 1, OneMinuteAgo, "0", false)]
    [InlineData(false, 1, ElevenMinutesAgo, "not asked", false)] // drained whatever the number
    [InlineData(false, 1, null, "not asked", false)]
    [InlineData(false, 0, OneMinuteAgo, "not asked", false)]
    [InlineData(false, null, OneMinuteAgo, "not asked", false)]
    [InlineData(true, 1, null, "not asked", false)]
    [InlineData(true, 0, null, "not asked", false)]
    [InlineData(true, null, null, "not asked", false)]
    public void Circuits_are_counted_only_where_they_could_change_the_verdict(
        bool controllerUp, int? usableLinks, string? failingSince, string circuits, bool needsCircuits)
    {
        var count = circuits switch
        {
            "not asked" => CircuitCount.NotQueried,
            "unknown" => CircuitCount.Unknown("why"),
            _ => CircuitCount.Known(long.Parse(circuits, System.Globalization.CultureInfo.InvariantCulture)),
        };

        var verdict = Decider.Decide(Facts.Controller(controllerUp, failingSince, LastCheck), usableLinks, SwitchTimeout, count);

        Assert.Equal(needsCircuits, verdict.NeedsCircuits);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(3L)]
    [InlineData(5000L)]
    public void Circuits_do_not_lengthen_a_drain(long circuits) =>
        Assert.Equal(
            CheckState.Drained,
            Decider.Decide(Facts.Controller(false, ElevenMinutesAgo, LastCheck), 1, SwitchTimeout, CircuitCount.Known(circuits)).State);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 0)]
    [InlineData(true, null)]
    [InlineData(false, 0)]
    [InlineData(false, null)]
    public void Only_a_lost_controller_with_links_starts_a_drain(bool controllerUp, int? usableLinks) =>
        Assert.Null(Decider.Decide(Controller(controllerUp), usableLinks, SwitchTimeout, CircuitCount.NotQueried).Drain);

    [Fact]
    public void A_controller_that_is_up_again_ends_the_drain_whatever_its_times_say() =>
        Assert.Equal(
            CheckState.Healthy,
            Decider.Decide(Facts.Controller(true, ElevenMinutesAgo, LastCheck), 1, SwitchTimeout, CircuitCount.Known(0)).State);

    /// <summary>An operator greps for the words and counts them: they tell the state, the numbers stand behind them.</summary>
    [Fact]
    public void The_reason_stays_the_same_while_the_state_does()
    {
        string?[] since = [null, "garbage", "2026-11-22T10:00:01Z", LastCheck, OneMinuteAgo, ElevenMinutesAgo, "2020-01-01T00:00:00Z"];
        CircuitCount[] circuits = [CircuitCount.NotQueried, CircuitCount.Unknown("a"), CircuitCount.Unknown("b"), CircuitCount.Known(0), CircuitCount.Known(2), CircuitCount.Known(3), CircuitCount.Known(77)];
        int?[] links = [null, 0, 1, 2, 100];
        var verdicts = (
            from up in new[] { true, false }
            from failingSince in since
            from count in circuits
            from usable in links
            from timeout in new long[] { 0, 600, long.MaxValue }
            select Decider.Decide(Facts.Controller(up, failingSince, LastCheck), usable, timeout, count)).ToList();

        Assert.DoesNotContain(verdicts, verdict => verdict.Reason.Any(char.IsDigit));
        var reasons = verdicts.GroupBy(verdict => verdict.State.Name(), verdict => verdict.Reason, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        Assert.Equal(2, reasons["healthy"]); // with links, and of a router that reports none
        Assert.Equal(1, reasons["noLinks"]);
        Assert.Equal(2, reasons["isolated"]);
        Assert.Equal(1, reasons["draining"]);
        Assert.Equal(3, reasons["drained"]); // time over, no session left, no time given
        Assert.Equal(5, reasons.Count);
    }

    private static ControllerCheck Controller(bool up) => up ? Facts.Controller(true, null, LastCheck) : Facts.Controller(false, OneMinuteAgo, LastCheck);
}
