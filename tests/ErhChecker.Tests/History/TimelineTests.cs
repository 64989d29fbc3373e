using System.Globalization;
using System.Text;
using ErhChecker.History;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.History;

/// <summary>The events of a pair as one story.</summary>
public class TimelineTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Links are lost, the VIP moves, they return; then maintenance.</summary>
    private static readonly HistoryEvent[] Story =
    [
        Check("router-a", -21_600, "healthy", "the controller is up and at least one link is usable"),
        Check("router-b", -21_590.5, "healthy", "the controller is up and at least one link is usable"),
        Vrrp("router-a", -21_580, "MASTER", "healthy"),
        Vrrp("router-b", -21_580, "BACKUP", "healthy"),
        Check("router-a", 715.208, "noLinks", "the controller is up, but no link is usable", "healthy", 22_315),
        Vrrp("router-a", 739.771, "FAULT", "noLinks"),
        Vrrp("router-b", 740.2, "MASTER", "healthy"),
        new VrrpEvent(Night.AddSeconds(740.3), "router-b", "GROUP", "lan", "MASTER", 0, Maintenance: false, null),
        Check("router-a", 900, "healthy", "the controller is up and at least one link is usable", "noLinks", 185),
        Vrrp("router-a", 912, "MASTER", "healthy"),
        Check("router-a", 950, "unreachable", "ended by SIGTERM after 3 s", "healthy", 50),
        new VrrpEvent(Night.AddSeconds(4000), "router-b", "INSTANCE", "ziti", "BACKUP", 40, Maintenance: true, new("healthy", 0, "r", 2)),
        new VrrpEvent(Night.AddSeconds(5000), "router\u001b[2J", "INSTANCE", "a name\n that is longer than its column is wide", "DELETED", null, Maintenance: false, null),
    ];

    [Fact]
    public void Timeline_for_a_person() => Golden.Matches("timeline.txt", Text(Story, null, color: false));

    [Fact]
    public void Timeline_on_a_terminal_of_100_columns()
    {
        var text = Text(Story, 100, color: false);

        Golden.Matches("timeline-100.txt", text);
        Assert.All(text.Split('\n'), line => Assert.InRange(PlainText.Columns(line), 0, 100));
    }

    [Fact]
    public void Timeline_in_color() => Golden.Matches("timeline-color.txt", Text(Story, 100, color: true).Replace('\e', '^'));

    [Fact]
    public void Events_are_in_the_order_of_their_times_and_else_as_they_were_read() => Assert.Equal(
        ["a", "c", "d", "b"],
        Timeline.Merge(Read(Check("b", 5, "s"), Check("a", 1, "s"), Check("c", 2, "s"), Check("d", 2, "s")), null, null).Select(entry => entry.Read.Event.Host));

    [Fact]
    public void Check_of_the_state_that_its_host_had_is_left_out() => Assert.Equal(
        [1, 3, 4, 6],
        Timeline.Merge(
            Read(Check("a", 1, "noLinks"), Check("a", 2, "noLinks"), Check("b", 3, "noLinks"), Check("a", 4, "healthy"), Check("a", 5, "healthy"), Check("a", 6, "noLinks")), null, null)
            .Select(entry => (entry.Read.Event.Time - Night).TotalSeconds));

    [Fact]
    public void State_before_is_what_is_known_of_the_host() => Assert.Equal(
        [null, "x", "noLinks", null, "MASTER", null, null],
        Timeline.Merge(
            Read(
                Check("a", 1, "healthy"), Check("b", 2, "noLinks", before: "x"), Check("b", 3, "healthy"),
                Vrrp("a", 4, "MASTER", "healthy"), Vrrp("a", 5, "FAULT", "healthy"), Vrrp("a", 6, "FAULT", "healthy"), Vrrp("b", 7, "MASTER", "healthy")),
            null,
            null).Select(entry => entry.Before));

    [Fact]
    public void Part_is_cut_after_it_was_merged() => Assert.Equal(
        [3.5, 4.9],
        Timeline.Merge(
            Read(Check("a", 1, "noLinks"), Check("a", 3.2, "noLinks"), Check("a", 3.5, "healthy"), Check("a", 4.9, "noLinks"), Check("a", 5, "healthy")),
            Night.AddSeconds(3.2),
            Night.AddSeconds(4)) // the second that a person names
            .Select(entry => (entry.Read.Event.Time - Night).TotalSeconds));

    [Theory]
    [InlineData("90m", "2026-11-28 01:30:00 +01:00")]
    [InlineData("2h", "2026-11-28 01:00:00 +01:00")]
    [InlineData("3d", "2026-11-25 03:00:00 +01:00")]
    [InlineData("30s", "2026-11-28 02:59:30 +01:00")]
    [InlineData("1w", "2026-11-21 03:00:00 +01:00")]
    [InlineData("1.5h", "2026-11-28 01:30:00 +01:00")]
    [InlineData("2026-11-28 03:11:55 +01:00", "2026-11-28 03:11:55 +01:00")] // as it is printed
    [InlineData("2026-11-28 03:11:55+0100", "2026-11-28 03:11:55 +01:00")]
    [InlineData("2026-11-28T02:11:55.208Z", "2026-11-28 03:11:55 +01:00")] // as it is in the file
    [InlineData("2026-11-28 02:30", "2026-11-28 02:30:00 +01:00")]
    [InlineData("2026-11-28 02:30:05", "2026-11-28 02:30:05 +01:00")]
    [InlineData("2026-11-28T02:30", "2026-11-28 02:30:00 +01:00")]
    [InlineData("2026-11-28", "2026-11-28 00:00:00 +01:00")]
    [InlineData("2026-7-1", "2026-07-01 00:00:00 +01:00")]
    [InlineData("02:59", "2026-11-28 02:59:00 +01:00")]
    [InlineData("3:00", "2026-11-28 03:00:00 +01:00")]
    [InlineData("03:01", "2026-11-27 03:01:00 +01:00")] // yesterday
    [InlineData("23:59:59", "2026-11-27 23:59:59 +01:00")]
    public void Bound_is_a_moment(string text, string moment)
    {
        Assert.True(TimeBound.TryParse(text, out var bound), text);

        var now = new DateTimeOffset(2026, 11, 28, 3, 0, 0, TimeSpan.FromHours(1));
        var resolved = Timeline.Resolve(bound, now, clock => [new DateTimeOffset(clock, TimeSpan.FromHours(1))], isLast: false);
        Assert.Equal(moment, resolved!.Value.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("5 minutes")]
    [InlineData("soon")]
    [InlineData("25:00")]
    [InlineData("2026-02-30")]
    [InlineData("2026-11-28 +01:00")]
    [InlineData("28.11.2026")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31 23:59:59 -14:00")]
    public void What_is_no_time_is_refused(string text) => Assert.False(TimeBound.TryParse(text, out _));

    [Fact]
    public void Hour_that_the_clock_shows_twice_is_shown_in_full()
    {
        DateTimeOffset[] twice = [new(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)), new(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(1))];
        Assert.True(TimeBound.TryParse("2026-10-25 02:30", out var bound));

        Assert.Equal(twice[0], Timeline.Resolve(bound, Night, _ => twice, isLast: false));
        Assert.Equal(twice[1], Timeline.Resolve(bound, Night, _ => twice, isLast: true));
    }

    [Fact]
    public void Local_clock_shows_the_moments_that_are_found_for_it() => Assert.All(
        new[] { new DateTime(2026, 1, 15, 3, 4, 5), new DateTime(2026, 7, 15, 23, 59, 59) },
        clock => Assert.Equal([clock], LocalTime.MomentsOf(clock).Select(moment => LocalTime.Of(moment).DateTime)));

    private static string Text(IEnumerable<HistoryEvent> events, int? width, bool color) =>
        string.Join('\n', TimelineText.Format([.. Timeline.Merge(Read([.. events]), null, null)], time => time.ToOffset(TimeSpan.FromHours(1)), width, new Paint(color))) + "\n";

    private static ReadEvent[] Read(params HistoryEvent[] events) => [.. events.Select(read => new ReadEvent(read, Encoding.UTF8.GetBytes("{}")))];

    private static CheckEvent Check(string host, double at, string state, string reason = "r", string? before = null, long? seconds = null) =>
        new(Night.AddSeconds(at), host, state, state == "healthy" ? 0 : 1, reason, before, seconds);

    private static VrrpEvent Vrrp(string host, double at, string state, string check) => new(
        Night.AddSeconds(at), host, "INSTANCE", "ziti", state, host == "router-a" ? 150 : 100, Maintenance: false,
        new(check, check == "healthy" ? 0 : 1, check == "healthy" ? "the controller is up and at least one link is usable" : "the controller is up, but no link is usable", 1));
}
